package dev.vmr.verify.quote.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.QuoteContext;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Checks collateral, then a platform against it (docs/quotes.md, section 5.4). */
final class CollateralCheck {
  private final Collateral collateral;
  private final SignedDocuments documents;
  private final List<Finding> findings;
  private final ImmutableMap.Builder<String, String> claims;

  CollateralCheck(
      Collateral collateral,
      QuoteContext context,
      List<Finding> findings,
      ImmutableMap.Builder<String, String> claims) {
    this.collateral = collateral;
    this.documents = new SignedDocuments(context, findings);
    this.findings = findings;
    this.claims = claims;
  }

  /** The status of the platform, if there is collateral to know it from. */
  void run(PckExtensions pck, TdReport report, QeReport qe) {
    for (String why : collateral.unread()) {
      findings.add(warning("endorsement-unused", "a file beside the quote: " + why));
    }
    try {
      evaluate(pck, report, qe);
    } catch (QuoteFormatException e) {
      findings.add(Finding.error("collateral-malformed", String.valueOf(e.getMessage())));
    }
  }

  private void evaluate(PckExtensions pck, TdReport report, QeReport qe)
      throws QuoteFormatException {
    Optional<JsonNode> tcbInfo = tcbInfo(pck);
    Optional<TcbEvaluation.Level> platform = Optional.empty();
    if (tcbInfo.isPresent()) {
      platform = platform(tcbInfo.get(), report, pck);
    }
    Optional<TcbEvaluation.Level> enclave = Optional.empty();
    if (!collateral.unverifiedQeIdentities().isEmpty()) {
      enclave = enclave(qe);
    }
    if (platform.isPresent() && enclave.isPresent()) {
      TcbEvaluation.Level level = platform.get().and(enclave.get());
      claims.put("tcb_status", level.status().text());
      claims.put("tcb_advisories", String.join(" ", level.advisories()));
      status(level);
    } else if (platform.isPresent()) {
      // No claim: who hands in collateral must not hide an enclave that is out of date.
      findings.add(warning("tcb-unknown", "without QE identity its status is not known"));
      status(platform.get());
    } else if (tcbInfo.isEmpty()) {
      findings.add(
          warning("tcb-unknown", "without TCB info nobody knows whether the platform is current"));
    }
  }

  private Optional<JsonNode> tcbInfo(PckExtensions pck) {
    if (collateral.unverifiedTcbInfos().isEmpty()) {
      return Optional.empty();
    }
    for (SignedJson each : collateral.unverifiedTcbInfos()) {
      if (TcbEvaluation.isFor(each.node(), pck)) {
        return documents.verified("TCB info", each, "TDX", 3);
      }
    }
    findings.add(
        Finding.error(
            "collateral-mismatch",
            "the TCB info is of another kind of platform than FMSPC " + pck.fmspc()));
    return Optional.empty();
  }

  private void status(TcbEvaluation.Level level) {
    String text = level.status().text();
    String advisories =
        level.advisories().isEmpty() ? "" : ", " + String.join(" ", level.advisories());
    findings.add(
        switch (level.status()) {
          case UP_TO_DATE -> Finding.info("tcb-status", text);
          case REVOKED -> Finding.error("tcb-status", text + advisories);
          default -> warning("tcb-status", text + advisories);
        });
  }

  private Optional<TcbEvaluation.Level> platform(
      JsonNode tcbInfo, TdReport report, PckExtensions pck) throws QuoteFormatException {
    if (!TcbEvaluation.isModule(tcbInfo, report)) {
      findings.add(
          Finding.error("tdx-module", "the TDX module is not one that the TCB info describes"));
      return Optional.empty();
    }
    Optional<TcbEvaluation.Level> level = TcbEvaluation.platform(tcbInfo, pck, report);
    if (level.isEmpty()) {
      findings.add(Finding.error("tcb-status", "the TCB info has no level for this platform"));
    }
    claims.put("tcb_evaluation", String.valueOf(tcbInfo.path("tcbEvaluationDataNumber").asInt()));
    return level;
  }

  /** The newest identity counts when there are several. */
  private Optional<TcbEvaluation.Level> enclave(QeReport qe) throws QuoteFormatException {
    SignedJson newest =
        Collections.max(
            collateral.unverifiedQeIdentities(),
            Comparator.comparing(each -> each.node().path("issueDate").asText()));
    Optional<JsonNode> verified = documents.verified("QE identity", newest, "TD_QE", 2);
    if (verified.isEmpty()) {
      return Optional.empty();
    }
    JsonNode identity = verified.get();
    if (!TcbEvaluation.isEnclave(identity, qe)) {
      findings.add(
          Finding.error("qe-identity", "the quoting enclave is not the one of the QE identity"));
      return Optional.empty();
    }
    Optional<TcbEvaluation.Level> level = TcbEvaluation.enclave(identity, qe);
    if (level.isEmpty()) {
      findings.add(Finding.error("tcb-status", "the QE identity has no level for this enclave"));
    }
    return level;
  }

  private static Finding warning(String code, String text) {
    return new Finding(code, Finding.Severity.WARNING, null, text);
  }
}
