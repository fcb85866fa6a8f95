package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.ima.ImaRule;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of real kernels; the values beside them were computed or read by others. */
class ImaCorpusTest {
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** What is compared with {@code expected.json} of the case; the rest of it is in the table. */
  enum Facts {
    /** Entries, templates, violations and PCR 10 of four banks by both rules. */
    ALL,
    /** The same without the padded rule, which a list of SHA-256 digests does not state. */
    REAL,
    /** Entries, templates, violations and PCR 10 of the banks sha1 and sha256. */
    ASCII,
    /** The template digests of whole entries, and that the list ends inside another. */
    TRUNCATED,
    /** The number of entries in the table. */
    NONE
  }

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({
    "embrave-arm, binary_runtime_measurements, ALL, 922, 0",
    "embrave-arm, ascii_runtime_measurements, ALL, 922, 0",
    "gta-sha256-pair, ima.bin, REAL, 2, 0",
    "gta-sha256-pair, ima.log, REAL, 2, 0",
    "ibm-all-templates, imatest.log, ALL, 17, 0",
    "ibm-log-sha1, sha1.log, ALL, 362, 0",
    "ibm-log-sha256, sha256.log, REAL, 362, 0",
    "keylime-alg-samples, ima-log-sha1, NONE, 2, 0",
    "keylime-alg-samples, ima-log-sha256, ASCII, 2, 0",
    "keylime-alg-samples, ima-log-sha384, NONE, 2, 0",
    "keylime-alg-samples, ima-log-sha512, NONE, 2, 0",
    "keylime-alg-samples, ima-log-sm3_256, NONE, 2, 0",
    "keylime-alg-samples, ima-log-unknown, NONE, 2, 1",
    "keylime-ascii-ima-violations, ascii_runtime_measurements_ima, ASCII, 867, 0",
    "keylime-ascii-ng, ascii_runtime_measurements, ASCII, 826, 0",
    "kunpeng-ng-violations, ascii_runtime_measurements_ima-ng_sha1_orig, NONE, 2349, 0",
    "kunpeng-ng-violations, ascii_runtime_measurements_ima-ng_sha256_orig, ASCII, 2514, 0",
    "keylime-file-signatures, signatures.ascii, NONE, 2, 0",
    "keylime-file-signatures, bad_signatures.ascii, NONE, 1, 1",
    "keylime-file-signatures, measurements.ascii, NONE, 3, 0",
    "keylime-file-signatures, keyrings.ascii, NONE, 1, 0",
    "tss-truncated-ima, sml-ima-sha1.b64, TRUNCATED, 12, 0",
    "tss-truncated-ima, sml-ima-sha1-invalidated.b64, NONE, 1, 0",
    "tss-truncated-ng, sml-ima-ng-sha1.b64, TRUNCATED, 6, 0",
  })
  void isAsStated(String name, String file, Facts facts, int entries, int opaque) throws Exception {
    Path folder = Corpora.folder("ima").resolve(name);
    byte[] list = read(folder.resolve(file));
    JsonNode expected = Corpora.facts(folder);
    ImaReplay replay = new ImaReplay(BANKS, true, true);
    List<String> digests = new ArrayList<>();
    Map<String, Integer> templates = new TreeMap<>();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int opaques = 0;
    boolean truncated = false;
    try {
      ImaReader reader = ImaReader.of(new ByteArrayInputStream(list));
      for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
        replay.entry(entry);
        digests.add(entry.templateDigest().hex());
        templates.merge(entry.template().name(), 1, Integer::sum);
        whole.writeBytes(entry.toBytes());
        opaques += entry.opaque() ? 1 : 0;
      }
    } catch (ImaFormatException e) {
      truncated = e.truncated();
      assertThat(truncated).as(e.getMessage()).isTrue();
    }
    assertThat(truncated).isEqualTo(facts == Facts.TRUNCATED);
    assertThat(replay.entries()).isEqualTo(entries);
    assertThat(opaques).as("entries whose data is not known").isEqualTo(opaque);
    assertThat(replay.differing()).isEmpty();
    if (list[0] != '1') {
      assertThat(list).startsWith(whole.toByteArray());
    }
    switch (facts) {
      case ALL, REAL, ASCII -> {
        assertThat(entries).isEqualTo(expected.path("entries").asInt());
        assertThat(replay.violations()).isEqualTo(expected.path("violations").asLong());
        expected
            .path("templates")
            .fields()
            .forEachRemaining(
                each ->
                    assertThat(templates).containsEntry(each.getKey(), each.getValue().asInt()));
        checkBanks(expected, replay, facts);
      }
      case TRUNCATED -> {
        assertThat(entries).isEqualTo(expected.path("complete_entries").asInt());
        assertThat(whole.size()).isEqualTo(expected.path("partial_tail_at").asInt());
        List<String> stated = new ArrayList<>();
        expected.path("digests").forEach(each -> stated.add(each.asText()));
        assertThat(digests).isEqualTo(stated);
      }
      case NONE -> {}
    }
  }

  private static void checkBanks(JsonNode expected, ImaReplay replay, Facts facts) {
    if (facts == Facts.ASCII) {
      assertThat(replay.real(10, HashAlgorithm.SHA1).hex())
          .isEqualTo(expected.path("replayed").path("10").asText());
      assertThat(replay.real(10, HashAlgorithm.SHA256).hex())
          .isEqualTo(expected.path("replayed_sha256_bank_recalculated").path("10").asText());
      return;
    }
    for (HashAlgorithm bank : BANKS) {
      String stated = expected.path("pcr10").path(bank.kernelName()).asText();
      assertThat(replay.unreplayable(10, bank)).isEmpty();
      assertThat(replay.real(10, bank).hex()).as("%s", bank).isEqualTo(stated);
      assertThat(replay.rule(10, Digest.parseHex(bank, stated))).contains(ImaRule.REAL);
      if (facts == Facts.ALL && bank != HashAlgorithm.SHA1) {
        String padded = expected.path("pcr10_padded_sha1_rule").path(bank.kernelName()).asText();
        assertThat(replay.padded(10, bank).hex()).as("padded %s", bank).isEqualTo(padded);
        assertThat(replay.rule(10, Digest.parseHex(bank, padded))).contains(ImaRule.PADDED_SHA1);
      }
    }
  }

  private static byte[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return file.toString().endsWith(".b64")
        ? Base64.getMimeDecoder().decode(new String(bytes, StandardCharsets.US_ASCII))
        : bytes;
  }

  @Test
  void theCorpusIsThere() {
    assertThat(Corpora.folder("ima")).isDirectory();
  }
}
