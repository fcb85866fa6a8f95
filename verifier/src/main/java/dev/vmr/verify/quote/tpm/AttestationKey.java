package dev.vmr.verify.quote.tpm;

import dev.vmr.verify.Finding;
import dev.vmr.verify.trust.CertificatePath;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who has signed a quote, and why he is believed (docs/quotes.md, section 7.3). */
final class AttestationKey {
  private AttestationKey() {}

  /** The key that has signed, believed or not; none when it is not known. */
  static Optional<PublicKey> of(TpmEvidence evidence, QuoteContext context) {
    List<PublicKey> keys = new ArrayList<>(context.anchors().keys());
    evidence.certificates().forEach(each -> keys.add(each.getPublicKey()));
    keys.addAll(evidence.claimedKeys());
    byte[] signed = evidence.attest().signedBytes();
    return keys.stream().filter(key -> evidence.signature().isOf(key, signed)).findFirst();
  }

  /** What is wrong with the signature or its key; nothing when a believed key has signed. */
  static List<Finding> check(TpmEvidence evidence, QuoteContext context) {
    byte[] signed = evidence.attest().signedBytes();
    for (PublicKey key : context.anchors().keys()) {
      if (evidence.signature().isOf(key, signed)) {
        return List.of();
      }
    }
    Optional<X509Certificate> signer = evidence.signer();
    if (signer.isPresent()) {
      return CertificatePath.of("AK certificate", signer.get(), evidence.certificates(), context)
          .findings();
    }
    for (PublicKey key : evidence.claimedKeys()) {
      if (evidence.signature().isOf(key, signed)) {
        return List.of(
            Finding.error(
                "key-untrusted",
                "the attestation key that signed is only the evidence's own: nobody vouches for"
                    + " it"));
      }
    }
    boolean noKey = evidence.claimedKeys().isEmpty() && context.anchors().keys().isEmpty();
    return List.of(
        noKey
            ? Finding.error("key-untrusted", "there is no attestation key to check the quote with")
            : Finding.error("quote-signature", "the quote is not signed by the attestation key"));
  }
}
