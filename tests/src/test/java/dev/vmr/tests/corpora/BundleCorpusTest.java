package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.bundle.BundleBuilder;
import dev.vmr.verify.bundle.BundleFormatException;
import dev.vmr.verify.bundle.BundledEvidence;
import dev.vmr.verify.bundle.EvidenceBundle;
import dev.vmr.verify.convert.Collation;
import dev.vmr.verify.convert.TargetFormat;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real quotes with their logs: a bundle has the result that its files have. */
class BundleCorpusTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final int FLIPS = Integer.getInteger("vmr.bundleFlips", 60);

  private static QuoteContext context(String time) {
    return QuoteContext.pinned(Instant.parse(time + "T00:00:00Z"));
  }

  private static AttestationResult files(byte[] quote, byte[] log, QuoteContext context)
      throws Exception {
    Appraisal appraisal = new Appraisal(Quotes.verify(quote, context), Policy.none());
    appraisal.log("log/00", () -> new ByteArrayInputStream(log), null, RTMR3);
    return appraisal.run();
  }

  private static AttestationResult bundled(EvidenceBundle bundle, QuoteContext context)
      throws Exception {
    BundledEvidence evidence = new BundledEvidence(bundle);
    Appraisal appraisal = new Appraisal(evidence.quoted(context), Policy.none());
    evidence.give(appraisal, RTMR3, null, false);
    return appraisal.run();
  }

  private static void same(AttestationResult bundled, AttestationResult files) {
    List<Finding> findings =
        bundled.findings().stream().filter(each -> !each.code().equals("evidence-type")).toList();
    assertThat(findings).isEqualTo(files.findings());
    assertThat(bundled.proofs()).isEqualTo(files.proofs());
    assertThat(bundled.chains()).isEqualTo(files.chains());
    assertThat(bundled.virtual()).isEqualTo(files.virtual());
    assertThat(bundled.quoted().registers()).isEqualTo(files.quoted().registers());
  }

  @ParameterizedTest
  @CsvSource({
    "ccel/cos113, cos-113-tdx-quote.dat, ccel_data.dat, 2024-08-01",
    "cel/cos-confidential-space-tdx, tdx_quote.b64, cel.b64, 2026-02-01",
    "aael/coco-1-quote, AAEL_quote_tdx, AAEL_data_1, 2024-08-01",
    "dstack/phala-simulator, quote.hex, eventlog.json, 2025-06-01",
    "ccel/dstack-tappd, quote-from-tappd.hex, ccel.bin, 2025-06-01",
  })
  void aBundleHasTheResultOfItsFiles(String folder, String quoteFile, String logFile, String time)
      throws Exception {
    Path at = Corpora.folder(folder);
    byte[] quote = Files.readAllBytes(at.resolve(quoteFile));
    byte[] log = Files.readAllBytes(at.resolve(logFile));
    QuoteContext context = context(time);
    AttestationResult expected = files(quote, log, context);
    EvidenceBundle bundle = new BundleBuilder().quote(quote).log(log, null).build();
    for (EvidenceBundle.Form form : EvidenceBundle.Form.values()) {
      byte[] bytes = bundle.format(form);
      EvidenceBundle parsed = EvidenceBundle.parse(bytes);
      assertThat(parsed.format(form)).isEqualTo(bytes);
      same(bundled(parsed, context), expected);
    }
    flip(bundle.format(EvidenceBundle.Form.CBOR), context);
  }

  /** A changed byte is refused, or has the result that it has in the file. */
  private static void flip(byte[] bytes, QuoteContext context) throws Exception {
    Random random = new Random(20260131);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] changed = bytes.clone();
      int at = i % 4 == 0 ? random.nextInt(80) : random.nextInt(bytes.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      EvidenceBundle bundle;
      try {
        bundle = EvidenceBundle.parse(changed);
      } catch (BundleFormatException e) {
        refused++;
        continue;
      }
      byte[] quote = bundle.quote().content().toByteArray();
      byte[] log = bundle.parts().get(1).content().toByteArray();
      AttestationResult alone;
      try {
        alone = files(quote, log, context);
      } catch (EvidenceException e) {
        continue;
      }
      try {
        AttestationResult result = bundled(bundle, context);
        same(result, alone);
        boolean typed =
            result.findings().stream().noneMatch(each -> each.code().equals("evidence-type"));
        assertThat(result.accepted()).as("byte %d", at).isEqualTo(alone.accepted() && typed);
      } catch (EvidenceException e) {
        refused++; // another kind than its type says
      }
    }
    assertThat(refused).isPositive();
  }

  /** A file of dstack's that has quote and log in one object is a part like any other. */
  @Test
  void logsInTheFileOfAQuoteAreUsed() throws Exception {
    byte[] file =
        Files.readAllBytes(Corpora.folder("dstack/quote-report").resolve("quote-report.json"));
    QuoteContext context = context("2025-06-01");
    Appraisal expected = new Appraisal(Quotes.verify(file, context), Policy.none());
    assertThat(expected.enclosed("quote", file)).isTrue();
    same(bundled(new BundleBuilder().quote(file).build(), context), expected.run());
  }

  @Test
  void logsThatAreCollatedProveWhatTheyProveTogether() throws Exception {
    Path at = Corpora.folder("ccel/cos113");
    byte[] quote = Files.readAllBytes(at.resolve("cos-113-tdx-quote.dat"));
    byte[] log = Files.readAllBytes(at.resolve("ccel_data.dat"));
    QuoteContext context = context("2024-08-01");
    AttestationResult expected = files(quote, log, context);
    for (TargetFormat target :
        List.of(TargetFormat.CEL_CBOR, TargetFormat.CEL_JSON, TargetFormat.CEL_TLV)) {
      AttestationResult collated = files(quote, Collation.collate(List.of(log), target), context);
      assertThat(collated.chains()).isEqualTo(expected.chains());
      assertThat(collated.accepted()).isEqualTo(expected.accepted());
    }
  }
}
