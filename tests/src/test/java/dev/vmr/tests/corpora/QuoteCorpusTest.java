package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.Quotes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quotes of real machines, each judged at its own time; the values beside them are others'. */
class QuoteCorpusTest {
  /** All cases, as they are in the table beside this class. */
  static List<QuoteCase> cases() throws IOException {
    String table =
        new String(
            QuoteCorpusTest.class.getResourceAsStream("quotes.txt").readAllBytes(),
            StandardCharsets.UTF_8);
    return table
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(QuoteCase::parse)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatOthersSay(QuoteCase each) throws Exception {
    QuotedRegisters quoted = Quotes.verify(each.bytes(), each.context());
    String codes =
        quoted.findings().stream()
            .filter(finding -> finding.severity() != Finding.Severity.INFO)
            .map(Finding::code)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    assertThat(codes).as("%s", quoted.findings()).isEqualTo(each.codes());
    int compared = quoted.registers().isEmpty() ? 0 : compare(quoted, facts(each));
    System.out.printf(
        "quote %-60s %-9s %-8s %2d values agree  %s%n",
        each,
        quoted.platform().text(),
        quoted.accepted() ? "accepted" : "rejected",
        compared,
        codes);
    if (quoted.accepted() && !each.codes().contains("missing")) {
      assertThat(compared).isPositive();
    }
  }

  /** Every case of the corpora that is a quote is in the table. */
  @Test
  void noneIsLeftOut() throws IOException {
    List<String> known =
        cases().stream().map(each -> Path.of(each.quote()).getName(1).toString()).toList();
    for (String kind : KINDS) {
      try (Stream<Path> folders = Files.list(Corpora.folder(kind))) {
        assertThat(folders.map(each -> each.getFileName().toString()).filter(this::isCase))
            .allSatisfy(name -> assertThat(known).contains(name));
      }
    }
  }

  private static final List<String> KINDS =
      List.of("tdx-quote", "snp", "nitro", "cca", "tpm-quote", "azure-hcl");

  private boolean isCase(String folder) {
    return !folder.equals("amd-roots"); // certificates for the others
  }

  private static JsonNode facts(QuoteCase each) throws IOException {
    JsonNode facts = Corpora.facts(each.folder());
    return facts.has(each.file()) ? facts.get(each.file()) : facts;
  }

  /** Compares what is stated with what is quoted, and counts. */
  private static int compare(QuotedRegisters quoted, JsonNode facts) {
    ListMultimap<String, String> stated = ArrayListMultimap.create();
    flatten(facts, stated);
    int compared = 0;
    if (facts.path("pcr_digest_match").asBoolean()) {
      assertThat(quoted.findings()).extracting(Finding::code).doesNotContain("pcr-digest");
      compared++;
    }
    for (Map.Entry<String, String> each : stated.entries()) {
      List<String> values =
          quoted.registers().get(each.getKey()).stream().map(QuotedValue::hex).toList();
      if (!values.isEmpty()) {
        assertThat(values).as(each.getKey()).contains(each.getValue());
        compared++;
      }
      if (isAsked(quoted, each.getKey()) && !each.getValue().isEmpty()) {
        assertThat(Objects.requireNonNull(quoted.reportData()).hex()).isEqualTo(each.getValue());
        compared++;
      }
    }
    return compared;
  }

  /** Whether that is the name under which the stated facts have what the asker gave. */
  private static boolean isAsked(QuotedRegisters quoted, String name) {
    return quoted.platform().text().startsWith("azure")
        ? name.equals("nonce") && quoted.reportData() != null
        : Set.of("report_data", "nonce", "extra", "challenge").contains(name);
  }

  private static void flatten(JsonNode facts, ListMultimap<String, String> stated) {
    facts
        .fields()
        .forEachRemaining(
            field -> {
              String name = field.getKey();
              JsonNode value = field.getValue();
              if (value.isTextual()) {
                stated.put(name.matches("[0-9]+") ? "pcr" + name : name, value.asText());
              } else if (name.equals("rem")) {
                for (int i = 0; i < value.size(); i++) {
                  stated.put("rem" + i, value.get(i).asText());
                }
              } else if (value.isObject()) {
                flatten(value, stated);
              }
            });
  }
}
