package dev.vmr.verify.quote.snp;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.CertificatePath;
import dev.vmr.verify.trust.EcCurve;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Verifies SEV-SNP reports (docs/quotes.md, section 6). */
public final class SnpReports {
  private static final int ECDSA_P384_SHA384 = 1;
  private static final int MAX_VERSION = 16;
  private static final int VCEK = 0;
  private static final int VLEK = 1;
  private static final List<Long> VERSIONS = List.of(2L, 3L, 5L);

  private SnpReports() {}

  /** Whether the bytes begin with a report of some version. */
  public static boolean recognises(byte[] quote) {
    return quote.length >= UnverifiedSnpReport.SIZE
        && quote[0] > 0
        && quote[0] <= MAX_VERSION
        && zeros(quote, 1, 4)
        && quote[0x34] == ECDSA_P384_SHA384
        && zeros(quote, 0x35, 0x38);
  }

  private static boolean zeros(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
  }

  /** Verifies a report that was recognised; a table of certificates may follow it. */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    try {
      UnverifiedSnpReport report =
          new UnverifiedSnpReport(Arrays.copyOf(quote, UnverifiedSnpReport.SIZE));
      if (!VERSIONS.contains(report.claimedVersion())) {
        return QuotedRegisters.rejected(
            QuotedPlatform.SEV_SNP,
            Finding.error(
                "quote-version",
                "an SNP report of version " + report.claimedVersion() + " is not known"));
      }
      byte[] rest = Arrays.copyOfRange(quote, UnverifiedSnpReport.SIZE, quote.length);
      return verify(report, rest, context.of(QuotedPlatform.SEV_SNP));
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.SEV_SNP, e.finding());
    }
  }

  private static QuotedRegisters verify(
      UnverifiedSnpReport report, byte[] rest, QuoteContext context) {
    List<Finding> findings = new ArrayList<>();
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    report.claims(claims);
    List<X509Certificate> certificates = certificates(rest, context, findings);
    checkSignature(report, certificates, context, findings, claims);
    if (report.claimsDebug()) {
      findings.add(
          Finding.error(
              "debug-enabled", "the guest's policy lets its host debug it: read and change it"));
    }
    return new QuotedRegisters(
        QuotedPlatform.SEV_SNP,
        report.claimedRegisters(),
        QuotedValue.raw(report.claimedReportData()),
        claims.buildOrThrow(),
        findings);
  }

  private static List<X509Certificate> certificates(
      byte[] rest, QuoteContext context, List<Finding> findings) {
    List<X509Certificate> all = new ArrayList<>(CertificateTable.parse(rest));
    if (rest.length > 0 && all.isEmpty()) {
      boolean zeros = Arrays.equals(rest, new byte[rest.length]);
      findings.add(
          new Finding(
              "trailing-bytes",
              zeros ? Finding.Severity.INFO : Finding.Severity.WARNING,
              null,
              rest.length + " bytes follow the report" + (zeros ? ", all zero" : "")));
    }
    for (byte[] other : context.endorsements().others()) {
      List<X509Certificate> table = CertificateTable.parse(other);
      if (table.isEmpty()) {
        findings.add(
            new Finding(
                "endorsement-unused",
                Finding.Severity.WARNING,
                null,
                "a file beside the quote: no certificates"));
      }
      all.addAll(table);
    }
    all.addAll(context.endorsements().certificates());
    return all;
  }

  private static void checkSignature(
      UnverifiedSnpReport report,
      List<X509Certificate> certificates,
      QuoteContext context,
      List<Finding> findings,
      ImmutableMap.Builder<String, String> claims) {
    List<EndorsementKey> keys =
        certificates.stream().filter(EndorsementKey::isOne).map(EndorsementKey::new).toList();
    if (keys.isEmpty()) {
      findings.add(
          Finding.error("certificate-missing", "VCEK or VLEK: there is no certificate of it"));
      return;
    }
    Optional<EndorsementKey> signer =
        keys.stream().filter(each -> isSigned(report, each)).findFirst();
    if (signer.isEmpty()) {
      findings.add(
          Finding.error("quote-signature", "the report is not signed by the VCEK or VLEK"));
    }
    EndorsementKey key = signer.orElse(keys.get(0));
    String what = key.isVlek() ? "VLEK certificate" : "VCEK certificate";
    claims.put("signing_key", key.isVlek() ? "vlek" : "vcek");
    key.product().ifPresent(product -> claims.put("product", printable(product)));
    checkFit(report, key, what, findings);
    findings.addAll(CertificatePath.of(what, key.certificate(), certificates, context).findings());
  }

  private static boolean isSigned(UnverifiedSnpReport report, EndorsementKey key) {
    return EcKey.of(key.certificate().getPublicKey())
        .filter(each -> each.curve() == EcCurve.P384)
        .map(each -> each.verifies(HashAlgorithm.SHA384, report.signedBytes(), report.signature()))
        .orElse(false);
  }

  private static void checkFit(
      UnverifiedSnpReport report, EndorsementKey key, String what, List<Finding> findings) {
    if (report.claimedSigningKey() != (key.isVlek() ? VLEK : VCEK)) {
      findings.add(
          mismatch(what, "the report says that key " + report.claimedSigningKey() + " signed it"));
    }
    if (!key.isForTcb(report.claimedReportedTcb(), report.claimedCpuid()[0])) {
      findings.add(mismatch(what, "it is for another TCB version than the report's"));
    }
    byte[] chip = report.claimedChipId();
    boolean masked = zeros(chip, 0, chip.length);
    if (!key.isVlek() && !masked && !key.isForChip(chip)) {
      findings.add(mismatch(what, "it is for another chip than the report's"));
    }
  }

  private static Finding mismatch(String what, String text) {
    return Finding.error("certificate-mismatch", what + ": " + text);
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
