package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.Digest;
import dev.vmr.verify.bootlog.BootReplay;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Firmware logs of real machines; the values beside them were computed by others. */
class BootLogCorpusTest {
  @Test
  void theCorpusIsThere() {
    assertThat(Corpora.folder("tcg2-log")).isDirectory();
  }

  @TestFactory
  Stream<DynamicTest> everyLogReplaysToTheStatedValues() throws IOException {
    List<Path> cases;
    try (Stream<Path> all = Files.list(Corpora.folder("tcg2-log"))) {
      cases = all.filter(Files::isDirectory).sorted().toList();
    }
    return cases.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  private static void check(Path folder) throws IOException {
    JsonNode facts = Corpora.facts(folder);
    Map<String, String> expected = new HashMap<>();
    facts
        .path("replayed_pcrs")
        .fields()
        .forEachRemaining(
            bank ->
                bank.getValue()
                    .fields()
                    .forEachRemaining(
                        pcr ->
                            expected.put(
                                bank.getKey() + " " + pcr.getKey(), pcr.getValue().asText())));
    assertThat(expected).isNotEmpty();
    Map<String, String> replayed = new HashMap<>();
    for (Path file : files(folder)) {
      try (InputStream in = open(file)) {
        BootReplay replay = BootReplay.of(in);
        for (int pcr = 0; pcr < 24; pcr++) {
          for (Digest value : replay.values(pcr)) {
            replayed.put(value.algorithm() + " " + pcr, value.hex());
          }
        }
      }
      if (replayed.entrySet().containsAll(expected.entrySet())) {
        return;
      }
    }
    assertThat(replayed).containsAllEntriesOf(expected);
  }

  private static InputStream open(Path file) throws IOException {
    if (file.toString().endsWith(".b64")) {
      return new ByteArrayInputStream(Base64.getMimeDecoder().decode(Files.readAllBytes(file)));
    }
    return Files.newInputStream(file);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*\\.(json|md)"))
          .sorted()
          .toList();
    }
  }
}
