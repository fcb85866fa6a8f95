package dev.vmr.verify.quote.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.snp.SnpReports;
import dev.vmr.verify.quote.tdx.TdxQuotes;
import dev.vmr.verify.quote.tpm.BoundQuote;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies the evidence of Azure's confidential VMs (docs/quotes.md, section 10). */
public final class AzureQuotes {
  private AzureQuotes() {}

  /** Whether the bytes begin like a report of the paravisor. */
  public static boolean recognises(byte[] quote) {
    return HclReport.recognises(quote);
  }

  /** Whether an object is evidence of a confidential VM. */
  public static boolean recognises(JsonNode json) {
    return AzureEvidence.recognises(json);
  }

  /** Verifies a bare report; the TD quote lies beside that of a TD. */
  public static QuotedRegisters verify(byte[] report, QuoteContext context) {
    try {
      List<byte[]> beside = context.endorsements().others();
      Optional<byte[]> tdQuote = beside.stream().filter(TdxQuotes::recognises).findFirst();
      return verify(
          new AzureEvidence(new HclReport(report), List.of(), tdQuote, Optional.empty()), context);
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.AZURE_SEV_SNP, e.finding());
    }
  }

  /** Verifies an object that was recognised. */
  public static QuotedRegisters verify(JsonNode json, QuoteContext context) {
    try {
      return verify(AzureEvidence.parse(json), context);
    } catch (QuoteFormatException e) {
      QuotedPlatform platform =
          json.has("td_quote") ? QuotedPlatform.AZURE_TDX : QuotedPlatform.AZURE_SEV_SNP;
      return QuotedRegisters.rejected(platform, e.finding());
    }
  }

  private static QuotedRegisters verify(AzureEvidence evidence, QuoteContext context)
      throws QuoteFormatException {
    HclReport report = evidence.report();
    QuotedPlatform platform =
        report.isTdx() ? QuotedPlatform.AZURE_TDX : QuotedPlatform.AZURE_SEV_SNP;
    Optional<QuotedRegisters> found = hardware(evidence, context);
    if (found.isEmpty()) {
      return QuotedRegisters.rejected(
          platform,
          Finding.error("quote-missing", "the TD quote that binds the report is missing"));
    }
    QuotedRegisters hardware = found.get();
    List<Finding> findings = new ArrayList<>(hardware.findings());
    checkBinding(report, hardware, findings);
    ImmutableListMultimap.Builder<String, QuotedValue> registers = ImmutableListMultimap.builder();
    registers.putAll(hardware.registers());
    Map<String, String> claims = new LinkedHashMap<>(hardware.claims());
    claims(report, claims);
    Optional<QuotedRegisters> tpm = tpm(evidence, findings);
    if (tpm.isPresent()) {
      findings.addAll(tpm.get().findings());
      registers.putAll(tpm.get().registers());
      claims.putAll(tpm.get().claims());
    }
    return new QuotedRegisters(
        platform,
        registers.build(),
        tpm.map(QuotedRegisters::reportData).orElse(null),
        ImmutableMap.copyOf(claims),
        findings);
  }

  /** The SEV-SNP report, which the paravisor's holds, or the TD quote, which comes beside it. */
  private static Optional<QuotedRegisters> hardware(AzureEvidence evidence, QuoteContext context) {
    QuoteContext with =
        context.with(context.endorsements().plus(evidence.certificates(), List.of()));
    if (!evidence.report().isTdx()) {
      return Optional.of(SnpReports.verify(evidence.report().hardwareReport(), with));
    }
    return evidence
        .tdQuote()
        .map(
            quote ->
                TdxQuotes.recognises(quote)
                    ? TdxQuotes.verify(quote, with.with(with.endorsements().without(quote)))
                    : QuotedRegisters.rejected(
                        QuotedPlatform.AZURE_TDX,
                        Finding.error("quote-malformed", "td_quote: it is no TD quote")));
  }

  private static void checkBinding(
      HclReport report, QuotedRegisters hardware, List<Finding> findings) {
    QuotedValue reportData = hardware.reportData();
    if (reportData == null || !report.isBoundBy(reportData.toByteArray())) {
      findings.add(
          Finding.error(
              "key-binding",
              "the report data are not the hash of the runtime data that hold the TPM's key"));
    }
    String vmpl = hardware.claim("vmpl").orElse("0");
    if (!vmpl.equals("0")) {
      findings.add(
          Finding.error(
              "vmpl-unprivileged",
              "the report was made at VMPL " + vmpl + ", by the guest and not by its paravisor"));
    }
    if (!report.trailsOnlyZeros()) {
      findings.add(warning("trailing-bytes", "bytes that nobody has signed follow the HCL report"));
    }
  }

  private static Optional<QuotedRegisters> tpm(AzureEvidence evidence, List<Finding> findings)
      throws QuoteFormatException {
    Optional<PublicKey> key = evidence.report().claimedAttestationKey();
    if (key.isEmpty()) {
      findings.add(Finding.error("key-untrusted", "the runtime data hold no key HCLAkPub"));
    }
    if (evidence.tpm().isEmpty()) {
      findings.add(warning("quote-missing", "there is no quote of the TPM: its PCRs are unknown"));
      return Optional.empty();
    }
    AzureEvidence.TpmPart tpm = evidence.tpm().get();
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(BoundQuote.verify(tpm.message(), tpm.signature(), tpm.pcrs(), key.get()));
  }

  private static void claims(HclReport report, Map<String, String> claims) {
    report
        .claimedConfiguration()
        .fields()
        .forEachRemaining(
            each ->
                claims.put(printable("vm_" + each.getKey()), printable(each.getValue().asText())));
    claims.put("hcl_user_data", printable(report.claimedUserData()));
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private static Finding warning(String code, String text) {
    return new Finding(code, Finding.Severity.WARNING, null, text);
  }
}
