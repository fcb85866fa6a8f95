package dev.vmr.verify.quote.tdx;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import dev.vmr.verify.trust.CertificatePath;
import dev.vmr.verify.trust.EcCurve;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Verifies TD quotes (docs/quotes.md, section 5). */
public final class TdxQuotes {
  private static final int ECDSA_P256 = 2;
  private static final long TEE_TDX = 0x81;
  private static final int MIN_SIZE = 128;
  private static final byte[] INTEL_QE =
      HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607");

  private TdxQuotes() {}

  /** Whether the bytes are a quote of Intel's quoting enclaves, of TDX or SGX. */
  public static boolean recognises(byte[] quote) {
    if (quote.length < MIN_SIZE) {
      return false;
    }
    if (Arrays.equals(quote, 12, 28, INTEL_QE, 0, 16)) {
      return true;
    }
    boolean version = quote[0] >= 3 && quote[0] <= 5 && quote[1] == 0;
    boolean key = quote[2] == ECDSA_P256 && quote[3] == 0;
    boolean tee = quote[4] == (byte) TEE_TDX && quote[5] == 0 && quote[6] == 0 && quote[7] == 0;
    return version && key && tee;
  }

  /** Verifies a quote that was recognised. */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    try {
      Optional<Finding> refused = refused(quote);
      if (refused.isPresent()) {
        return QuotedRegisters.rejected(QuotedPlatform.TDX, refused.get());
      }
      return verify(UnverifiedTdxQuote.parse(quote), context);
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.TDX, e.finding());
    }
  }

  private static Optional<Finding> refused(byte[] quote) throws QuoteFormatException {
    QuoteReader in = QuoteReader.littleEndian("TD quote", quote);
    int version = in.u16();
    int key = in.u16();
    long tee = in.u32();
    if (version == 3 || (version >= 4 && version <= 5 && tee != TEE_TDX)) {
      return Optional.of(
          Finding.error(
              "quote-not-td",
              "a quote of version " + version + " and TEE type " + tee + " is not of a TD"));
    }
    if (version != 4 && version != 5) {
      return Optional.of(
          Finding.error("quote-version", "a TD quote of version " + version + " is not known"));
    }
    if (key != ECDSA_P256) {
      return Optional.of(
          Finding.error("quote-version", "an attestation key of type " + key + " is not known"));
    }
    return Optional.empty();
  }

  private static QuotedRegisters verify(UnverifiedTdxQuote quote, QuoteContext given)
      throws QuoteFormatException {
    List<Finding> findings = new ArrayList<>();
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    TdReport report = quote.claimedReport();
    QuoteSignature signature = quote.signature();
    claims.put("quote_version", String.valueOf(quote.claimedVersion()));
    claims.put("qe_vendor_id", quote.claimedVendor());
    report.claims(claims);
    checkSignatures(quote, findings);
    Collateral collateral = Collateral.in(given.endorsements());
    QuoteContext context =
        given
            .of(QuotedPlatform.TDX)
            .with(given.endorsements().plus(collateral.certificates(), collateral.crls()));
    Optional<X509Certificate> pck = checkPck(signature, context, findings);
    checkAttributes(quote, findings);
    if (pck.isPresent()) {
      PckExtensions extensions = PckExtensions.of(pck.get());
      claims.put("fmspc", extensions.fmspc());
      new CollateralCheck(collateral, context, findings, claims)
          .run(extensions, report, signature.claimedQeReport());
    }
    if (quote.trailingSize() > 0) {
      claims.put("trailing_bytes", String.valueOf(quote.trailingSize()));
      findings.add(trailing(quote));
    }
    return new QuotedRegisters(
        QuotedPlatform.TDX,
        report.claimedRegisters(),
        QuotedValue.raw(report.claimedReportData()),
        claims.buildOrThrow(),
        findings);
  }

  private static void checkSignatures(UnverifiedTdxQuote quote, List<Finding> findings) {
    QuoteSignature signature = quote.signature();
    byte[] key = signature.claimedAttestationKey();
    boolean signed =
        EcKey.of(EcCurve.P256, key)
            .map(
                each ->
                    each.verifies(HashAlgorithm.SHA256, quote.signedBytes(), signature.signature()))
            .orElse(false);
    if (!signed) {
      findings.add(
          Finding.error(
              "quote-signature", "the TD report is not signed by the attestation key beside it"));
    }
    byte[] bound =
        HashAlgorithm.SHA256.hash(Bytes.concat(key, signature.claimedAuthData())).toByteArray();
    byte[] reportData = signature.claimedQeReport().claimedReportData();
    if (!Arrays.equals(reportData, Arrays.copyOf(bound, reportData.length))) {
      findings.add(
          Finding.error(
              "qe-binding", "the quoting enclave's report does not hold the attestation key"));
    }
  }

  private static Optional<X509Certificate> checkPck(
      QuoteSignature signature, QuoteContext context, List<Finding> findings) {
    PckChain chain = PckChain.of(signature, context.endorsements());
    if (chain.leaf().isEmpty()) {
      findings.add(
          Finding.error(
              "certificate-missing",
              "PCK certificate: certification data of type "
                  + signature.claimedCertificationType()
                  + " holds none, and there is none beside the quote"));
      return Optional.empty();
    }
    X509Certificate pck = chain.leaf().get();
    boolean signed =
        EcKey.of(pck.getPublicKey())
            .map(
                each ->
                    each.verifies(
                        HashAlgorithm.SHA256,
                        signature.claimedQeReport().bytes(),
                        signature.qeSignature()))
            .orElse(false);
    if (!signed) {
      findings.add(
          Finding.error(
              "qe-signature", "the quoting enclave's report is not signed by the PCK's key"));
    }
    findings.addAll(
        CertificatePath.of("PCK certificate", pck, chain.certificates(), context).findings());
    return Optional.of(pck);
  }

  private static void checkAttributes(UnverifiedTdxQuote quote, List<Finding> findings) {
    TdReport report = quote.claimedReport();
    if (report.claimsDebug()) {
      findings.add(
          Finding.error("debug-enabled", "the TD is under debug: its host can read and change it"));
    }
    if (!report.claimsProductionModule()) {
      findings.add(
          Finding.error("tdx-module", "the TDX module is not a production module of Intel"));
    }
    if (quote.signature().claimedQeReport().claimsDebug()) {
      findings.add(Finding.error("qe-identity", "the quoting enclave is under debug"));
    }
  }

  private static Finding trailing(UnverifiedTdxQuote quote) {
    String text = quote.trailingSize() + " bytes follow the signature data, ";
    return quote.trailsOnlyZeros()
        ? Finding.info("trailing-bytes", text + "all zero")
        : new Finding(
            "trailing-bytes", Finding.Severity.WARNING, null, text + "which nobody has signed");
  }
}
