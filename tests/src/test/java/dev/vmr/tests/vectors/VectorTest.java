package dev.vmr.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.Resources;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.register.Digest;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The golden logs; their values were computed by a program that shares no code with this one. */
class VectorTest {
  @TempDir Path folder;

  private static List<Path> files() throws IOException, URISyntaxException {
    Path vectors = Path.of(Resources.getResource(VectorTest.class, ".").toURI());
    try (Stream<Path> all = Files.list(vectors)) {
      return all.filter(file -> file.toString().endsWith(".vector")).sorted().toList();
    }
  }

  @Test
  void thereAreManyAndMostAreMutations() throws Exception {
    assertThat(files()).hasSizeGreaterThan(80);
    assertThat(files().stream().filter(file -> !file.getFileName().toString().startsWith("acc")))
        .hasSizeGreaterThan(60);
  }

  @TestFactory
  Stream<DynamicTest> everyVectorIsJudgedAsItSays() throws Exception {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private void check(Path file) throws Exception {
    Vector vector = Vector.read(file, folder);
    Digest quoted = digest(vector.one("quoted").orElseThrow());
    Verification verification =
        new Verification(
            () -> Files.newInputStream(vector.log()), QuotedRegister.verifiedElsewhere(quoted));
    vector.one("initial").ifPresent(value -> verification.explainedStart(digest(value)));
    String expect = vector.one("expect").orElseThrow();
    if (expect.equals("unreadable")) {
      assertThatThrownBy(verification::run).isInstanceOf(EvidenceException.class);
      return;
    }
    Verdict verdict = verification.run();
    assertThat(verdict.accepted())
        .as("%s", verdict.findings())
        .isEqualTo(expect.equals("accepted"));
    for (String finding : vector.all("finding")) {
      String[] parts = finding.split(" ", 2);
      assertThat(verdict.findings())
          .as(finding)
          .anyMatch(found -> matches(found, parts[0], parts.length > 1 ? parts[1] : null));
    }
    for (String value : vector.all("virtual")) {
      checkRegister(verdict.log(), value.split(" ", 3));
    }
    if (verdict.accepted()) {
      checkSpelling(vector.log());
    }
  }

  private static boolean matches(Finding found, String code, String line) {
    boolean place = line == null || line.equals(String.valueOf(found.line()));
    return found.code().equals(code) && place;
  }

  private static Digest digest(String text) {
    return Digest.parse(text.replace(':', '/'));
  }

  private static void checkRegister(ReplayedLog log, String[] parts) {
    VirtualRegister register =
        log.registers().values().stream()
            .filter(each -> each.name().text().equals(parts[0]))
            .findFirst()
            .orElseThrow();
    assertThat(register.banks()).containsValue(Digest.parse(parts[1] + "/" + parts[2]));
  }

  /** What is accepted is what we would have written. */
  private static void checkSpelling(Path log) throws IOException, RecordFormatException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        assertThat(LogRecord.parse(line).format()).isEqualTo(line);
      }
    }
  }
}
