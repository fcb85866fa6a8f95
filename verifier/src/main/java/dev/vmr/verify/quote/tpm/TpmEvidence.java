package dev.vmr.verify.quote.tpm;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * One quote with what came with it, none of it believed yet.
 *
 * @param attest what is signed
 * @param signature over it
 * @param pcrs the values that its digest must be of
 * @param claimedKeys keys that the evidence says are the attestation key
 * @param certificates that may be the attestation key's, and on the way to an anchor
 */
record TpmEvidence(
    Attest attest,
    TpmSignature signature,
    PcrBank pcrs,
    List<PublicKey> claimedKeys,
    List<X509Certificate> certificates) {

  /** The certificate of the key that has signed, if there is one. */
  Optional<X509Certificate> signer() {
    return certificates.stream()
        .filter(each -> signature.isOf(each.getPublicKey(), attest.signedBytes()))
        .findFirst();
  }
}
