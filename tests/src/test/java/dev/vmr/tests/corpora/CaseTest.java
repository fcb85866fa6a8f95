package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import dev.vmr.verify.quote.EnclosedLogs;
import dev.vmr.verify.trust.TrustAnchors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the corpora, of every kind, against all that its {@code expected.json} states: no
 * value of it is left uncompared. The table of what was checked is in {@code target/corpora.txt}.
 */
@NeedsCorpora
class CaseTest {
  private static final Map<String, String> TABLE = new TreeMap<>();

  static Stream<CorpusCase> cases() throws IOException {
    return CorpusCase.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAsItIsExpected(CorpusCase each) throws Exception {
    List<String> checked = new ArrayList<>();
    TABLE.put(each.toString(), line(each, checked, "FAILED"));
    Facts facts = new Facts(each.expected());
    AttestationResult result = appraise(each, checked);
    if (result != null) {
      facts.add(CaseAppraisals.matches(result));
    }
    logs(each, facts, checked);
    quotes(each, facts, checked);
    noLogs(each, checked);
    if (each.kind().equals("ima")) {
      ima(each, facts, checked);
    }
    if (each.name().equals("amd-roots")) {
      anchors(each, checked);
    }
    facts.compare();
    checked.add(0, facts.size() + " values as stated");
    assertThat(checked).as("nothing but values was checked").hasSizeGreaterThan(1);
    TABLE.put(each.toString(), line(each, checked, "ok"));
  }

  private static String line(CorpusCase each, List<String> checked, String result) {
    return String.format(
        "%-10s %-42s %-6s %s", each.kind(), each.name(), result, String.join("; ", checked));
  }

  /** None is missing: the table has a row for each folder. */
  @AfterAll
  static void write() throws IOException {
    for (CorpusCase each : CorpusCase.all()) {
      TABLE.putIfAbsent(each.toString(), line(each, List.of(), "MISSING"));
    }
    Files.writeString(Path.of("target", "corpora.txt"), String.join("\n", TABLE.values()) + "\n");
    assertThat(TABLE.values()).noneMatch(line -> line.contains(" MISSING "));
  }

  private static AttestationResult appraise(CorpusCase each, List<String> checked)
      throws Exception {
    AttestationResult first = null;
    for (CaseAppraisals.Row row : CaseAppraisals.Row.all()) {
      if (row.quote().startsWith(each + "/")) {
        QuoteCase quote =
            each.quotes().stream()
                .filter(one -> one.quote().equals(row.quote()))
                .findFirst()
                .orElseThrow();
        AttestationResult last = row.run(quote);
        first = first == null ? last : first;
        assertThat(CaseAppraisals.codes(last)).as("%s", last.findings()).isEqualTo(row.codes());
        String verdict = last.accepted() ? "accepted" : "rejected";
        checked.add("verify: " + verdict + (row.codes().isEmpty() ? "" : " " + row.codes()));
      }
    }
    return first;
  }

  private static void logs(CorpusCase each, Facts facts, List<String> checked) throws Exception {
    for (LogFile file : each.logs()) {
      LogFacts log = new LogFacts(file.bytes(), StatedFiles.beside(file.path()));
      if (file.main()) {
        facts.add(log);
        boolean begins = log.log().claimedStarts().isEmpty();
        int values = begins ? CaseAppraisals.statedValues(file.bytes(), file.expected()) : 0;
        checked.add(
            log.log().kind()
                + " log"
                + (begins ? ", " + values + " values proven" : "")
                + log.codes());
      } else {
        assertThat(log.log().sound()).as("%s", log.log().findings()).isTrue();
        checked.add("another " + log.log().kind() + " log");
      }
      if (file.path().toString().contains("evm-test-pair")) {
        facts.add(StatedFiles.bootAggregate(log.log(), each.folder()));
      }
    }
  }

  /** What lies among logs and is none is refused: a table, a text. */
  private static void noLogs(CorpusCase each, List<String> checked) throws IOException {
    try (Stream<Path> all = Files.list(each.folder())) {
      for (Path file :
          all.filter(one -> one.toString().matches(".*(-bogus|CCEL.bin|ccel_table.dat)"))
              .toList()) {
        byte[] bytes = Files.readAllBytes(file);
        assertThatThrownBy(() -> MeasurementLogs.read(bytes))
            .as("%s", file)
            .isInstanceOf(UnknownLogException.class);
        checked.add(file.getFileName() + " refused");
      }
    }
  }

  private static void quotes(CorpusCase each, Facts facts, List<String> checked) throws Exception {
    for (QuoteCase quote : each.quotes()) {
      QuoteFacts of = new QuoteFacts(quote);
      assertThat(of.serious()).as("%s", of.quoted().findings()).isEqualTo(quote.codes());
      String verdict = of.quoted().accepted() ? "accepted" : "rejected";
      String codes = quote.codes().isEmpty() ? "" : " " + quote.codes();
      checked.add(of.quoted().platform().text() + " quote " + verdict + codes);
      for (byte[] log : EnclosedLogs.of(quote.bytes()).values()) {
        if (each.kind().equals("tpm-quote")) {
          facts.add(new LogFacts(log, StatedFiles.none()));
          StatedFiles.pcrsOf(quote.bytes()).ifPresent(facts::add);
        }
      }
      for (String prefix : List.of(quote.file() + "/", "quote/", "")) {
        facts.add(prefix, new WireFacts(each.kind(), quote.bytes()));
        facts.add(prefix, of);
      }
    }
  }

  private static void ima(CorpusCase each, Facts facts, List<String> checked) throws Exception {
    JsonNode stated = each.expected().path("checked").path("facts");
    ImaFacts list = new ImaFacts(StatedFiles.imaList(each.folder()));
    facts.add(list);
    Map<String, String> real = new HashMap<>();
    stated
        .path("pcr10")
        .fields()
        .forEachRemaining(one -> real.put("pcr10 " + one.getKey(), one.getValue().asText()));
    if (stated.has("replayed")) {
      real.put("pcr10 sha1", stated.path("replayed").path("10").asText());
    }
    if (!real.isEmpty()) {
      int values = CaseAppraisals.statedValues(list.bytes(), real);
      checked.add("ima log, " + values + " values proven");
    }
    if (stated.path("pcr10_padded_sha1_rule").isObject()) {
      stated
          .path("pcr10_padded_sha1_rule")
          .fields()
          .forEachRemaining(one -> real.put("pcr10 " + one.getKey(), one.getValue().asText()));
      int values = CaseAppraisals.statedValues(list.bytes(), real);
      checked.add(values + " by the rule padded-sha1");
    }
    if (real.isEmpty()) {
      checked.add("ima log, entries");
    }
  }

  /** Certificates of vendors: each is read, and the roots among them are those that are pinned. */
  private static void anchors(CorpusCase each, List<String> checked) throws Exception {
    int files = 0;
    try (Stream<Path> all = Files.list(each.folder())) {
      for (Path pem : all.filter(one -> one.toString().endsWith(".pem")).sorted().toList()) {
        TrustAnchors.pinned().plus(Files.readAllBytes(pem));
        assertThat(StatedFiles.pinned(Files.readString(pem, StandardCharsets.US_ASCII)))
            .as("%s", pem)
            .isTrue();
        files++;
      }
    }
    checked.add(files + " roots are the pinned ones");
  }
}
