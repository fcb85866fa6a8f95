package dev.vmr.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import dev.vmr.register.Digest;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verification;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a record counts; no byte of a comment does. */
class MutationTest {
  private static final long SEED = 20261124;

  @TempDir Path folder;

  private byte[] log;
  private Digest quoted;

  private void load(String name) throws Exception {
    Path file = Path.of(Resources.getResource(VectorTest.class, name + ".vector").toURI());
    Vector vector = Vector.read(file, folder);
    log = Files.readAllBytes(vector.log());
    quoted = Digest.parse(vector.one("quoted").orElseThrow().replace(':', '/'));
  }

  private boolean accepted(byte[] bytes) throws Exception {
    try {
      return new Verification(
              () -> new ByteArrayInputStream(bytes), QuotedRegister.verifiedElsewhere(quoted))
          .run()
          .accepted();
    } catch (EvidenceException e) {
      return false;
    }
  }

  @Test
  void everyChangedByteIsRejected() throws Exception {
    load("accepted-all-kinds");
    assertThat(accepted(log)).isTrue();
    Random random = new Random(SEED);
    for (int at = 0; at < log.length; at++) {
      byte[] changed = log.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(accepted(changed)).as("byte %d of %d, seed %d", at, log.length, SEED).isFalse();
    }
  }

  @Test
  void everyRemovedOrDoubledByteIsRejected() throws Exception {
    load("accepted-all-kinds");
    for (int at = 0; at < log.length; at++) {
      byte[] removed = new byte[log.length - 1];
      System.arraycopy(log, 0, removed, 0, at);
      System.arraycopy(log, at + 1, removed, at, removed.length - at);
      assertThat(accepted(removed)).as("byte %d removed", at).isFalse();
      byte[] doubled = new byte[log.length + 1];
      System.arraycopy(log, 0, doubled, 0, at + 1);
      System.arraycopy(log, at, doubled, at + 1, log.length - at);
      boolean blank = log[at] == '\n'; // a doubled LF is a blank line
      assertThat(accepted(doubled)).as("byte %d doubled", at).isEqualTo(blank);
    }
  }

  @Test
  void everyPrefixIsRejected() throws Exception {
    load("accepted-all-kinds");
    for (int size = 0; size < log.length; size++) {
      assertThat(accepted(Arrays.copyOf(log, size))).as("%d bytes", size).isFalse();
    }
  }

  @Test
  void commentsProveNothing() throws Exception {
    load("accepted-comments-and-blank-lines");
    boolean comment = false;
    for (int at = 0; at < log.length; at++) {
      boolean first = at == 0 || log[at - 1] == '\n';
      comment = first ? log[at] == '#' : comment;
      if (comment && !first && log[at] != '\n') {
        byte[] changed = log.clone();
        changed[at] = (byte) (changed[at] == 'x' ? 'y' : 'x');
        assertThat(accepted(changed)).as("byte %d", at).isTrue();
      }
    }
  }
}
