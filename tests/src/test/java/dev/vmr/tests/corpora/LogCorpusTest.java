package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every log that others made, against the values that others computed: one row for each file, none
 * excused.
 */
@NeedsCorpora
class LogCorpusTest {
  private static final StringBuilder TABLE = new StringBuilder();

  static Stream<LogFile> files() throws IOException {
    return LogFile.all();
  }

  @AfterAll
  static void print() {
    System.out.println(TABLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void isReadAndReplayed(LogFile file) throws Exception {
    MeasurementLog log = file.read();
    Map<String, String> expected = file.expected();
    Map<String, String> replayed = values(log);
    boolean right = file.main() && replayed.entrySet().containsAll(expected.entrySet());
    TABLE.append(
        String.format(
            "%-75s %-9s %5d events %3d measured %3d claimed  %s%s%n",
            file,
            log.kind(),
            log.events().size(),
            count(log, Coverage.MEASURED),
            count(log, Coverage.CLAIMED),
            !file.main() ? "read" : right ? expected.size() + " values" : "DIFFERS",
            codes(log)));
    assertThat(log.complete()).as("%s", log.findings()).isTrue();
    assertThat(count(log, Coverage.DIFFERENT)).as("%s", log.findings()).isZero();
    assertThat(log.sound()).as("%s", log.findings()).isTrue();
    if (file.main()) {
      assertThat(expected).isNotEmpty();
      assertThat(replayed).containsAllEntriesOf(expected);
    }
    file.stated().ifPresent(events -> assertThat(log.events()).hasSize(events));
    assertThat(codes(log).contains("duplicate-separator")).isEqualTo(file.duplicateSeparator());
    for (LoggedEvent event : log.events()) {
      assertThat(event.claimedContent().text()).matches("[ -~]*");
      assertThat(event.claimedContent().fields()).isNotNull();
    }
  }

  private static long count(MeasurementLog log, Coverage coverage) {
    return log.events().stream().filter(event -> event.coverage() == coverage).count();
  }

  private static String codes(MeasurementLog log) {
    StringBuilder codes = new StringBuilder();
    log.findings().stream()
        .map(EventFinding::code)
        .distinct()
        .forEach(code -> codes.append(", ").append(code.text()));
    return codes.toString();
  }

  private static Map<String, String> values(MeasurementLog log) {
    Map<String, String> values = new TreeMap<>();
    log.replayed()
        .forEach(
            (name, banks) ->
                banks.forEach(
                    (bank, value) -> values.put(name + " " + bank.kernelName(), value.hex())));
    for (int i = 0; i < 4; i++) { // what no event extends
      values.putIfAbsent("rtmr" + i + " sha384", "00".repeat(48));
    }
    return values;
  }
}
