package dev.vmr.tests.corpora;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One file of a case.
 *
 * @param kind of cases
 * @param path the file
 * @param main whether it is the one that the case's values are of
 */
record LogFile(String kind, Path path, boolean main) {
  private static final List<String> KINDS = List.of("tcg2-log", "ccel", "aael", "dstack", "cel");

  /**
   * Files beside logs: descriptions, quotes, nonces, tables, decoded forms, another kind of list.
   */
  private static final String NO_LOG =
      ".*(\\.md|\\.yaml|\\.txt|expected\\.json|_out\\.json|nonce\\.dat|quote\\.dat|_quote_tdx|\\.hex"
          + "|_quote\\.b64|CCEL\\.bin|ccel_table\\.dat|ascii_runtime_measurements|-bogus)";

  /** Where a case has several logs, its values are of this one. */
  private static final Set<String> SECONDARY =
      Set.of(
          "crypto_agile_eventlog",
          "ebs_event_missing_eventlog",
          "option_rom_eventlog",
          "sb_cert_eventlog",
          "short_no_action_eventlog",
          "binary_bios_measurements12",
          "binary_bios_measurements-secureboot",
          "mb_log.b64",
          "binary_measurements_nuc.b64");

  static Stream<LogFile> all() throws IOException {
    List<LogFile> files = new ArrayList<>();
    for (String kind : KINDS) {
      for (Path folder : children(Corpora.path(kind))) {
        for (Path file : children(folder)) {
          if (!file.getFileName().toString().matches(NO_LOG)) {
            boolean main = !SECONDARY.contains(file.getFileName().toString());
            files.add(new LogFile(kind, file, main));
          }
        }
      }
    }
    return files.stream();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  byte[] bytes() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    return path.toString().endsWith(".b64") ? Base64.getMimeDecoder().decode(bytes) : bytes;
  }

  MeasurementLog read() throws IOException, UnknownLogException {
    return MeasurementLogs.read(bytes());
  }

  private JsonNode facts() throws IOException {
    return Corpora.facts(path.getParent());
  }

  /** {@code register bank} to the value that the case says. */
  Map<String, String> expected() throws IOException {
    JsonNode facts = facts();
    Map<String, String> values = new TreeMap<>();
    facts
        .path("replayed_pcrs")
        .fields()
        .forEachRemaining(
            bank ->
                bank.getValue()
                    .fields()
                    .forEachRemaining(
                        pcr ->
                            values.put(
                                "pcr" + pcr.getKey() + " " + bank.getKey(),
                                pcr.getValue().asText())));
    JsonNode rtmrs = facts.path("replayed_rtmr");
    for (int i = 0; i < 4; i++) {
      JsonNode value = rtmrs.isArray() ? rtmrs.path(i) : rtmrs.path(Integer.toString(i));
      if (value.isTextual()) {
        values.put("rtmr" + i + " sha384", value.asText());
      }
    }
    for (String name : List.of("replayed", "replayed_rtmr3")) {
      if (facts.path(name).isTextual()) {
        values.put("rtmr3 sha384", facts.path(name).asText());
      }
    }
    return values;
  }

  /** How many events the case says that there are; those of firmware behind the first event. */
  OptionalInt stated() throws IOException {
    JsonNode events = facts().path("events");
    if (!main || !events.isInt()) {
      return OptionalInt.empty();
    }
    boolean headed =
        !kind.equals("dstack") && facts().path("format").asText("Spec").startsWith("Spec");
    return OptionalInt.of(events.asInt() + (headed ? 1 : 0));
  }

  /**
   * Firmware that measures the separator of one register into another, or whose log has two boots.
   */
  boolean duplicateSeparator() {
    return path.toString()
        .matches(".*(dupe-separator|intel-ita/|trustee-grub|trustee-ovmf|ibm-amd635).*");
  }

  @Override
  public String toString() {
    return kind + "/" + path.getParent().getFileName() + "/" + path.getFileName();
  }
}
