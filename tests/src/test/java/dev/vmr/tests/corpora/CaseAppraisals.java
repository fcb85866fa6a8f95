package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Source;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.appraisal.RegisterChain;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The appraisal of a case, as {@code vmr verify} makes it. */
final class CaseAppraisals {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");

  private CaseAppraisals() {}

  /**
   * A row of {@code appraisals.txt}.
   *
   * @param quote {@code kind/case/file}; its time and what lies beside it are in the table of
   *     quotes
   * @param logs files of the case, separated by blanks; those in the quote's file come by
   *     themselves
   * @param policy statements, separated by semicolons
   * @param codes of errors and warnings, sorted
   */
  record Row(String quote, String logs, String policy, String codes) {
    static List<Row> all() throws IOException {
      String table =
          new String(
              Row.class.getResourceAsStream("appraisals.txt").readAllBytes(),
              StandardCharsets.UTF_8);
      return table
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Splitter.on('|').trimResults().splitToList(line))
          .map(parts -> new Row(parts.get(0), parts.get(1), parts.get(2), parts.get(3)))
          .toList();
    }

    AttestationResult run(QuoteCase quoteCase) throws Exception {
      byte[] file = quoteCase.bytes();
      String statements = policy.isEmpty() ? "" : policy.replaceAll("\\s*;\\s*", "\n") + "\n";
      Appraisal appraisal =
          new Appraisal(
              Quotes.verify(file, quoteCase.context()),
              Policy.parse("vmr policy 1\n" + statements));
      for (String each : Splitter.on(' ').omitEmptyStrings().split(logs)) {
        Path path = quoteCase.folder().resolve(each);
        appraisal.log(each, () -> Files.newInputStream(path), null, RTMR3);
      }
      appraisal.enclosed(quoteCase.file(), file);
      return appraisal.run();
    }
  }

  /** Codes of errors and warnings, sorted. */
  static String codes(AttestationResult result) {
    return result.findings().stream()
        .filter(each -> each.severity() != Finding.Severity.INFO)
        .map(Finding::code)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /**
   * A log against the values that others state for it, as if they were quoted: it is accepted; and
   * with any one of them changed it is not.
   *
   * @param stated {@code register bank} to hex
   */
  static int statedValues(byte[] log, Map<String, String> stated) throws Exception {
    assertThat(stated).isNotEmpty();
    assertThat(errors(log, stated, "")).isEmpty();
    for (Map.Entry<String, String> each : stated.entrySet()) {
      assertThat(errors(log, stated, each.getKey()))
          .as(each.getKey())
          .hasSize(1)
          .containsAnyOf("log-differs", "log-missing");
    }
    return stated.size();
  }

  private static List<String> errors(byte[] log, Map<String, String> stated, String changed)
      throws Exception {
    ImmutableListMultimap.Builder<String, QuotedValue> values = ImmutableListMultimap.builder();
    for (Map.Entry<String, String> each : stated.entrySet()) {
      List<String> name = Splitter.on(' ').splitToList(each.getKey());
      String hex = each.getValue();
      String value =
          each.getKey().equals(changed)
              ? (hex.startsWith("0") ? "1" : "0") + hex.substring(1)
              : hex;
      HashAlgorithm bank = HashAlgorithm.ofKernelName(name.get(1)).orElseThrow();
      values.put(name.get(0), QuotedValue.of(Digest.parseHex(bank, value)));
    }
    QuotedPlatform platform =
        stated.keySet().iterator().next().startsWith("pcr")
            ? QuotedPlatform.TPM
            : QuotedPlatform.TDX;
    QuotedRegisters quoted =
        new QuotedRegisters(platform, values.build(), null, ImmutableMap.of(), List.of());
    Appraisal appraisal = new Appraisal(quoted, Policy.none());
    Source source = () -> new ByteArrayInputStream(log);
    appraisal.log("log", source, null, RTMR3);
    return appraisal.run().findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR)
        .map(Finding::code)
        .toList();
  }

  /** Whether the logs of a case lead to its quoted registers, in the words of the corpora. */
  static Facts.Source matches(AttestationResult result) {
    return (path, stated) -> {
      String last = path.replaceFirst(".*/", "");
      if (path.startsWith("rtmr_match/")) {
        return leads(result, "rtmr" + last, "");
      }
      if (path.equals("rtmr3_match")) {
        return leads(result, "rtmr3", "");
      }
      if (path.startsWith("log_replay_match/")) {
        return leads(result, "pcr" + last, "");
      }
      return path.endsWith("/log_replay_match")
          ? leads(result, "", Splitter.on('/').splitToList(path).get(1))
          : Optional.empty();
    };
  }

  /** Empty when nothing of that register is quoted. */
  private static Optional<String> leads(AttestationResult result, String register, String bank) {
    List<RegisterChain> chains =
        result.chains().stream()
            .filter(each -> register.isEmpty() || each.register().text().equals(register))
            .filter(each -> bank.isEmpty() || each.expected().algorithm().kernelName().equals(bank))
            .filter(each -> bank.isEmpty() || !each.logs().isEmpty())
            .toList();
    boolean all =
        chains.stream()
            .allMatch(
                each ->
                    each.state() == RegisterChain.State.PROVEN
                        || each.state() == RegisterChain.State.INITIAL);
    return chains.isEmpty() ? Optional.empty() : Optional.of(Boolean.toString(all));
  }
}
