package dev.vmr.verify.quote.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Bytes;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.trust.CertificatePath;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which documents of the vendor are believed (docs/quotes.md, section 5.4). */
final class SignedDocuments {
  private final QuoteContext context;
  private final List<Finding> findings;

  /** Says of each that is not believed why. */
  SignedDocuments(QuoteContext context, List<Finding> findings) {
    this.context = context;
    this.findings = findings;
  }

  /** The document, if it is signed by a key that the anchors reach, and of the given time. */
  Optional<JsonNode> verified(String what, SignedJson document, String id, int version) {
    List<X509Certificate> signers =
        context.endorsements().certificates().stream()
            .filter(each -> each.getBasicConstraints() < 0)
            .filter(each -> each.getExtensionValue(PckExtensions.OID) == null)
            .toList();
    if (signers.isEmpty()) {
      findings.add(
          new Finding(
              "collateral-unverified",
              Finding.Severity.WARNING,
              null,
              what + ": the certificate of its signer is missing"));
      return Optional.empty();
    }
    Optional<X509Certificate> signer =
        signers.stream().filter(each -> isSigned(document, each, context.anchors())).findFirst();
    if (signer.isEmpty()) {
      findings.add(Finding.error("collateral-signature", what + ": the signature is wrong"));
      return Optional.empty();
    }
    CertificatePath path = CertificatePath.of(what + " signer", signer.get(), List.of(), context);
    findings.addAll(path.findings());
    if (!path.isSound() || !isCurrent(what, document.node())) {
      return Optional.empty();
    }
    JsonNode node = document.node();
    if (!node.path("id").asText().equals(id) || node.path("version").asInt() != version) {
      findings.add(
          Finding.error("collateral-mismatch", what + ": not of " + id + ", version " + version));
      return Optional.empty();
    }
    return Optional.of(node);
  }

  private static boolean isSigned(
      SignedJson document, X509Certificate signer, TrustAnchors anchors) {
    byte[] signed = document.signedBytes();
    byte[] signature = document.signatureBytes();
    return EcKey.of(signer.getPublicKey())
        .map(
            key ->
                anchors.remember(
                    "tcb",
                    signer.getPublicKey(),
                    Bytes.concat(signature, signed),
                    () -> key.verifies(HashAlgorithm.SHA256, signed, signature)))
        .orElse(false);
  }

  /** Expired collateral is still evaluated: its status is old, not secret. */
  private boolean isCurrent(String what, JsonNode document) {
    try {
      Instant issued = Instant.parse(document.path("issueDate").asText());
      Instant next = Instant.parse(document.path("nextUpdate").asText());
      if (context.time().isBefore(issued) || context.time().isAfter(next)) {
        findings.add(
            Finding.error(
                "collateral-expired",
                what + ": it holds from " + issued + " to " + next + ", not at " + context.time()));
      }
      return true;
    } catch (DateTimeException e) {
      findings.add(Finding.error("collateral-malformed", what + ": its dates cannot be read"));
      return false;
    }
  }
}
