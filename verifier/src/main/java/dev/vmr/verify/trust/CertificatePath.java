package dev.vmr.verify.trust;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.Finding;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from a certificate to an anchor (docs/quotes.md, section 3.3; RFC 5280, section 6, as far
 * as the field needs it).
 *
 * @param certificates from the leaf upwards, as far as the way went
 * @param findings none of them an error when it ends at an anchor
 */
public record CertificatePath(List<X509Certificate> certificates, List<Finding> findings) {
  private static final int MAX_LENGTH = 8;
  private static final int KEY_CERT_SIGN = 5;

  /** Copies the lists. */
  public CertificatePath {
    certificates = ImmutableList.copyOf(certificates);
    findings = ImmutableList.copyOf(findings);
  }

  /**
   * Looks for the way.
   *
   * @param what the leaf is, for findings
   * @param pool certificates that may stand on the way; those of the context come on top
   */
  public static CertificatePath of(
      String what, X509Certificate leaf, List<X509Certificate> pool, QuoteContext context) {
    List<X509Certificate> all = new ArrayList<>(pool);
    all.addAll(context.endorsements().certificates());
    all.addAll(context.anchors().certificates());
    List<X509Certificate> path = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    X509Certificate current = leaf;
    for (int length = 0; length < MAX_LENGTH; length++) {
      path.add(current);
      checkItself(what, current, length, context, findings);
      if (context.anchors().name(current.getPublicKey()).isPresent()
          || isIssuedByGivenKey(current, context.anchors())) {
        checkSelfSignature(what, current, context.anchors().known(), findings);
        checkRevocation(what, path, context, findings);
        return new CertificatePath(path, findings);
      }
      Optional<X509Certificate> issuer =
          issuer(what, current, all, context.anchors().known(), findings);
      if (issuer.isEmpty()) {
        return new CertificatePath(path, findings);
      }
      current = issuer.get();
    }
    findings.add(error("certificate-missing", what, "more than " + MAX_LENGTH + " certificates"));
    return new CertificatePath(path, findings);
  }

  /** Whether the way ended at an anchor and nothing speaks against it. */
  public boolean isSound() {
    return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }

  private static void checkItself(
      String what, X509Certificate current, int depth, QuoteContext context, List<Finding> out) {
    Instant from = current.getNotBefore().toInstant();
    Instant to = current.getNotAfter().toInstant();
    if (context.time().isBefore(from) || context.time().isAfter(to)) {
      out.add(
          error(
              "certificate-expired",
              what,
              name(current)
                  + " is valid from "
                  + from
                  + " to "
                  + to
                  + ", not at "
                  + context.time()));
    }
    if (current.hasUnsupportedCriticalExtension()) {
      out.add(
          error("certificate-unfit", what, name(current) + " has a critical extension of its own"));
    }
    boolean[] usage = current.getKeyUsage();
    if (depth > 0
        && (current.getBasicConstraints() < depth - 1
            || (usage != null && !usage[KEY_CERT_SIGN]))) {
      out.add(error("certificate-unfit", what, name(current) + " may not issue certificates"));
    }
  }

  /** An anchor is believed for its key; what else its certificate says must be its own word. */
  private static void checkSelfSignature(
      String what, X509Certificate anchor, KnownSignatures known, List<Finding> findings) {
    if (anchor.getSubjectX500Principal().equals(anchor.getIssuerX500Principal())
        && !known.verifies(anchor, anchor.getPublicKey())) {
      findings.add(
          error("certificate-signature", what, name(anchor) + " is not signed by its own key"));
    }
  }

  private static boolean isIssuedByGivenKey(X509Certificate certificate, TrustAnchors anchors) {
    for (PublicKey key : anchors.keysWithoutCertificate()) {
      if (anchors.known().verifies(certificate, key)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<X509Certificate> issuer(
      String what,
      X509Certificate of,
      List<X509Certificate> pool,
      KnownSignatures known,
      List<Finding> findings) {
    boolean named = false;
    for (X509Certificate candidate : pool) {
      if (!candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
        continue;
      }
      named = true;
      if (known.verifies(of, candidate.getPublicKey())) {
        if (!candidate.equals(of)) {
          return Optional.of(candidate);
        }
        findings.add(error("root-unknown", what, "it ends at " + name(of) + ", who is no anchor"));
        return Optional.empty();
      }
    }
    if (of.getSubjectX500Principal().equals(of.getIssuerX500Principal())
        && known.verifies(of, of.getPublicKey())) {
      findings.add(error("root-unknown", what, "it ends at " + name(of) + ", who is no anchor"));
    } else if (named) {
      findings.add(
          error("certificate-signature", what, name(of) + " is not signed by its issuer's key"));
    } else {
      findings.add(
          error(
              "certificate-missing",
              what,
              "the certificate of " + printable(of.getIssuerX500Principal().getName())));
    }
    return Optional.empty();
  }

  private static void checkRevocation(
      String what, List<X509Certificate> path, QuoteContext context, List<Finding> findings) {
    Set<String> unknown = new LinkedHashSet<>();
    for (int i = 0; i < path.size(); i++) {
      X509Certificate certificate = path.get(i);
      List<X509CRL> crls =
          context.endorsements().crls().stream()
              .filter(
                  each ->
                      each.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
              .toList();
      if (crls.isEmpty() && context.anchors().name(certificate.getPublicKey()).isEmpty()) {
        unknown.add(printable(certificate.getIssuerX500Principal().getName()));
      }
      List<PublicKey> issuer = new ArrayList<>();
      if (i + 1 < path.size()) {
        issuer.add(path.get(i + 1).getPublicKey());
      } else {
        issuer.add(certificate.getPublicKey());
        issuer.addAll(context.anchors().keysWithoutCertificate());
      }
      findings.addAll(Revocation.check(certificate, crls, issuer, context));
    }
    if (!unknown.isEmpty()) {
      findings.add(
          Finding.info(
              "revocation-unknown",
              what + ": there is no revocation list of " + String.join(" or ", unknown)));
    }
  }

  static Finding error(String code, String what, String text) {
    return Finding.error(code, what + ": " + text);
  }

  static String name(X509Certificate certificate) {
    return printable(certificate.getSubjectX500Principal().getName());
  }

  static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars().limit(200).forEach(c -> safe.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return safe.toString();
  }
}
