package dev.vmr.tests.limits;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.tests.corpora.Corpora;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.ImaCheck;
import dev.vmr.verify.PcrValues;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.CheckpointFormatException;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.policy.PolicyFormatException;
import dev.vmr.verify.quote.EnclosedLogs;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.report.Report;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads hostile evidence of every kind, in a JVM whose heap {@link HostileEvidenceIT} has bounded.
 */
final class ReadHostileEvidence {
  private static final QuoteContext CONTEXT =
      QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"));
  private static final Digest ZERO = Digest.zero(HashAlgorithm.SHA384);

  private ReadHostileEvidence() {}

  /** What reads bytes, and says in a few words what came of it. */
  private interface Reader {
    String read(byte[] bytes) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    all("quote", HostileQuotes.quotes(), ReadHostileEvidence::quote);
    all("beside", HostileQuotes.beside(), ReadHostileEvidence::beside);
    all("root", HostileQuotes.beside(), ReadHostileEvidence::root);
    all("cbor", HostileTexts.cbor(), ReadHostileEvidence::cbor);
    all("policy", HostileTexts.policies(), ReadHostileEvidence::policy);
    all("checkpoint", HostileTexts.checkpoints(), ReadHostileEvidence::checkpoint);
    all("pcrs", HostileTexts.pcrs(), ReadHostileEvidence::pcrs);
    all("ima", HostileTexts.ima(), ReadHostileEvidence::ima);
    all("appraise", HostileTexts.own(), ReadHostileEvidence::appraise);
    all("appraise", HostileTexts.others(), ReadHostileEvidence::appraise);
    System.out.println("all read");
  }

  private static void all(String what, Map<String, Supplier<byte[]>> inputs, Reader reader)
      throws Exception {
    for (Map.Entry<String, Supplier<byte[]>> each : inputs.entrySet()) {
      byte[] bytes = each.getValue().get();
      long start = System.nanoTime();
      String result;
      try {
        result = reader.read(bytes);
      } catch (EvidenceException
          | PolicyFormatException
          | CheckpointFormatException
          | CborFormatException e) {
        result = String.valueOf(e.getMessage());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      String cut = result.substring(0, Math.min(100, result.length()));
      System.out.printf("%-11s %-28s %6.2f s  %s%n", what, each.getKey(), seconds, cut);
    }
  }

  private static String quote(byte[] bytes) {
    QuotedRegisters quoted = Quotes.verify(bytes, CONTEXT);
    return quoted.platform().text()
        + ": "
        + quoted.findings().get(0)
        + (EnclosedLogs.of(bytes).isEmpty() ? "" : ", with logs");
  }

  /** A real quote where there is one: collateral is looked at for a machine that is known. */
  private static byte[] quote() throws IOException {
    Path real = Corpora.path("tdx-quote").resolve("dcapqvl-collateral").resolve("tdx_quote");
    return Files.exists(real) ? Files.readAllBytes(real) : new byte[8000];
  }

  private static String beside(byte[] bytes) throws IOException {
    QuoteContext context = CONTEXT.with(Endorsements.of(List.of(bytes)));
    return Quotes.verify(quote(), context).findings().toString();
  }

  private static String root(byte[] bytes) throws EvidenceException {
    return TrustAnchors.pinned().plus(bytes).certificates().size() + " certificates";
  }

  private static String cbor(byte[] bytes) throws CborFormatException {
    return CborReader.parse(bytes, CborReader.Mode.WELL_FORMED).kind().toString();
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String policy(byte[] bytes) throws PolicyFormatException {
    Policy policy = Policy.parse(latin(bytes));
    return "a policy" + (policy.simulatedAllowed() ? ", lax" : "");
  }

  private static String checkpoint(byte[] bytes) throws CheckpointFormatException {
    return Checkpoint.parse(latin(bytes)).bytes() + " bytes";
  }

  private static String pcrs(byte[] bytes) throws EvidenceException {
    return PcrValues.parse(latin(bytes)).toString();
  }

  private static String ima(byte[] bytes) throws Exception {
    ImaCheck check = new ImaCheck(() -> new ByteArrayInputStream(bytes), 10, null);
    check.values("mr_ima", Map.of(HashAlgorithm.SHA256, Digest.zero(HashAlgorithm.SHA256)));
    return check.run().toString();
  }

  /** A quote of everything that a log may extend, and the log; and the page about it. */
  private static String appraise(byte[] bytes) throws Exception {
    ImmutableListMultimap.Builder<String, QuotedValue> values = ImmutableListMultimap.builder();
    for (int pcr = 0; pcr < 24; pcr++) {
      for (HashAlgorithm bank : List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256)) {
        values.put("pcr" + pcr, QuotedValue.of(Digest.filled(bank, 0x11)));
      }
    }
    for (int rtmr = 0; rtmr < 4; rtmr++) {
      values.put("rtmr" + rtmr, QuotedValue.of(ZERO));
    }
    QuotedRegisters quoted =
        new QuotedRegisters(QuotedPlatform.TPM, values.build(), null, ImmutableMap.of(), List.of());
    Appraisal appraisal = new Appraisal(quoted, Policy.none());
    RegisterName rtmr3 = new RegisterName("rtmr3");
    appraisal.log("log", () -> new ByteArrayInputStream(bytes), null, rtmr3);
    AttestationResult result = appraisal.run();
    int page = Report.page(result, "").length();
    return result.findings().size() + " findings, a page of " + page + " characters";
  }
}
