package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of real kernels; the values beside them were computed by others. */
class ImaCorpusTest {
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private static ImaReplay replay(byte[] list) throws ImaFormatException, IOException {
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    ImaListReplay.read(new ByteArrayInputStream(list), replay);
    return replay;
  }

  @ParameterizedTest
  @CsvSource({
    "embrave-arm, binary_runtime_measurements",
    "embrave-arm, ascii_runtime_measurements",
    "gta-sha256-pair, ima.bin",
    "gta-sha256-pair, ima.log",
    "ibm-all-templates, imatest.log",
    "ibm-log-sha1, sha1.log",
    "ibm-log-sha256, sha256.log",
  })
  void replaysToTheStatedValues(String name, String file) throws Exception {
    Path folder = Corpora.folder("ima").resolve(name);
    JsonNode facts = Corpora.facts(folder);
    ImaReplay replay = replay(Files.readAllBytes(folder.resolve(file)));
    assertThat(replay.entries()).isEqualTo(facts.path("entries").asLong());
    assertThat(replay.violations()).isEqualTo(facts.path("violations").asLong());
    assertThat(replay.differing()).isEmpty();
    int checked = 0;
    for (HashAlgorithm bank : BANKS) {
      String expected = facts.path("pcr10").path(bank.kernelName()).asText();
      assertThat(replay.unreplayable(10, bank)).isEmpty();
      assertThat(replay.real(10, bank).hex()).as("%s", bank).isEqualTo(expected);
      JsonNode padded = facts.path("pcr10_padded_sha1_rule").path(bank.kernelName());
      if (padded.isTextual() && !file.startsWith("sha256")) {
        assertThat(replay.padded(10, bank).hex()).isEqualTo(padded.asText());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(name.startsWith("gta") || file.startsWith("sha256") ? 0 : 3);
  }

  @ParameterizedTest
  @CsvSource({
    "keylime-ascii-ima-violations, ascii_runtime_measurements_ima",
    "keylime-ascii-ng, ascii_runtime_measurements",
    "kunpeng-ng-violations, ascii_runtime_measurements_ima-ng_sha1_orig",
    "kunpeng-ng-violations, ascii_runtime_measurements_ima-ng_sha256_orig",
    "keylime-file-signatures, signatures.ascii",
    "keylime-file-signatures, measurements.ascii",
    "keylime-file-signatures, keyrings.ascii",
  })
  void readsAsciiListsToTheirEnd(String name, String file) throws Exception {
    Path list = Corpora.folder("ima").resolve(name).resolve(file);
    long lines;
    try (Stream<String> all = Files.lines(list, StandardCharsets.ISO_8859_1)) {
      lines = all.count();
    }
    ImaReplay replay = replay(Files.readAllBytes(list));
    assertThat(replay.entries()).isEqualTo(lines).isPositive();
    assertThat(replay.unreplayable(10, HashAlgorithm.SHA1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"sml-ima-sha1.b64, tss-truncated-ima", "sml-ima-ng-sha1.b64, tss-truncated-ng"})
  void tellsATruncatedListFromACorruptOne(String file, String name) throws Exception {
    Path folder = Corpora.folder("ima").resolve(name);
    String text = Files.readString(folder.resolve(file)).replace("\n", "").strip();
    byte[] list = Base64.getDecoder().decode(text);
    Optional<ImaFormatException> failure = Optional.empty();
    try {
      replay(list);
    } catch (ImaFormatException e) {
      failure = Optional.of(e);
    }
    failure.ifPresent(e -> assertThat(e.truncated()).as(e.getMessage()).isTrue());
  }

  @Test
  void theCorpusIsThere() {
    assertThat(Corpora.folder("ima")).isDirectory();
  }
}
