package dev.vmr.verify.trust;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/** Signatures of certificates and revocation lists, with the algorithms that are still good. */
final class CertificateSignature {
  private static final ImmutableMap<String, HashAlgorithm> ECDSA =
      ImmutableMap.of(
          "1.2.840.10045.4.3.2", HashAlgorithm.SHA256,
          "1.2.840.10045.4.3.3", HashAlgorithm.SHA384,
          "1.2.840.10045.4.3.4", HashAlgorithm.SHA512);
  private static final ImmutableMap<String, String> RSASSA =
      ImmutableMap.of(
          "1.2.840.113549.1.1.11", "SHA256withRSA",
          "1.2.840.113549.1.1.12", "SHA384withRSA",
          "1.2.840.113549.1.1.13", "SHA512withRSA");
  private static final String PSS = "1.2.840.113549.1.1.10";

  private CertificateSignature() {}

  /** Whether a key has signed a certificate. */
  static boolean verifies(X509Certificate certificate, PublicKey key) {
    try {
      return verifies(
          key,
          certificate.getSigAlgOID(),
          Optional.ofNullable(certificate.getSigAlgParams()),
          certificate.getTBSCertificate(),
          certificate.getSignature());
    } catch (CertificateEncodingException e) {
      return false; // it was decoded, so it is encoded
    }
  }

  /**
   * Whether a key has signed.
   *
   * @param oid of the signature algorithm
   * @param parameters of RSASSA-PSS, in DER
   */
  static boolean verifies(
      PublicKey key, String oid, Optional<byte[]> parameters, byte[] signed, byte[] signature) {
    HashAlgorithm hash = ECDSA.get(oid);
    if (hash != null) {
      return EcKey.of(key).map(ec -> verifies(ec, hash, signed, signature)).orElse(false);
    }
    if (!(key instanceof RSAPublicKey rsa) || !RsaKeys.isSound(rsa)) {
      return false;
    }
    try {
      String name = RSASSA.get(oid);
      Signature verifier;
      if (name != null) {
        verifier = Signature.getInstance(name);
      } else if (oid.equals(PSS) && parameters.isPresent()) {
        verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(pss(parameters.get()));
      } else {
        return false;
      }
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return false; // what the JDK throws at a signature of another size or shape
    }
  }

  private static boolean verifies(EcKey key, HashAlgorithm hash, byte[] signed, byte[] der) {
    try {
      ASN1Primitive decoded = ASN1Primitive.fromByteArray(der);
      ASN1Sequence pair = ASN1Sequence.getInstance(decoded);
      if (pair.size() != 2 || !Arrays.equals(pair.getEncoded(ASN1Encoding.DER), der)) {
        return false;
      }
      BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
      BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
      return key.verifies(hash, signed, r, s);
    } catch (IOException | RuntimeException e) {
      return false; // no ECDSA-Sig-Value
    }
  }

  /**
   * SHA-256, SHA-384 or SHA-512 for both hashes, and a salt of their size: nothing else is used.
   */
  private static AlgorithmParameterSpec pss(byte[] parameters)
      throws GeneralSecurityException, IOException {
    AlgorithmParameters decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
    decoded.init(parameters);
    PSSParameterSpec spec = decoded.getParameterSpec(PSSParameterSpec.class);
    String hash = spec.getDigestAlgorithm();
    boolean sound =
        (hash.equals("SHA-256") || hash.equals("SHA-384") || hash.equals("SHA-512"))
            && spec.getMGFParameters() instanceof MGF1ParameterSpec mgf
            && mgf.getDigestAlgorithm().equals(hash);
    if (!sound) {
      throw new GeneralSecurityException("RSASSA-PSS with hashes that are not used here");
    }
    return spec;
  }
}
