package dev.vmr.verify.trust;

import dev.vmr.verify.Finding;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a revocation list says about a certificate (RFC 5280, section 5). */
final class Revocation {
  private Revocation() {}

  /**
   * What lists of a certificate's issuer say, at the context's time.
   *
   * @param crls those that name him as their issuer, whoever made them
   * @param issuer his keys; a certificate of the same name is not his, whoever hands it in
   */
  static List<Finding> check(
      X509Certificate certificate,
      List<X509CRL> crls,
      List<PublicKey> issuer,
      QuoteContext context) {
    Instant time = context.time();
    String what =
        "revocation list of "
            + CertificatePath.printable(certificate.getIssuerX500Principal().getName());
    boolean old = false;
    boolean current = false;
    for (X509CRL crl : crls) {
      boolean signed = issuer.stream().anyMatch(key -> isSigned(crl, key, context.anchors()));
      if (!signed || crl.hasUnsupportedCriticalExtension()) {
        return List.of(
            CertificatePath.error("collateral-signature", what, "not signed by that issuer"));
      }
      if (crl.getRevokedCertificate(certificate) != null) {
        return List.of(
            Finding.error(
                "certificate-revoked", CertificatePath.name(certificate) + " has been revoked"));
      }
      boolean holds = holds(crl, time);
      current |= holds;
      old |= !holds;
    }
    return old && !current
        ? List.of(
            CertificatePath.error("collateral-expired", what, "none is the current one at " + time))
        : List.of();
  }

  private static boolean holds(X509CRL crl, Instant time) {
    return !time.isBefore(crl.getThisUpdate().toInstant())
        && (crl.getNextUpdate() == null || !time.isAfter(crl.getNextUpdate().toInstant()));
  }

  private static boolean isSigned(X509CRL crl, PublicKey key, TrustAnchors anchors) {
    try {
      byte[] signed = crl.getTBSCertList();
      return anchors.remember(
          "crl",
          key,
          crl.getEncoded(),
          () ->
              CertificateSignature.verifies(
                  key,
                  crl.getSigAlgOID(),
                  Optional.ofNullable(crl.getSigAlgParams()),
                  signed,
                  crl.getSignature()));
    } catch (CRLException e) {
      return false; // it was decoded, so it is encoded
    }
  }
}
