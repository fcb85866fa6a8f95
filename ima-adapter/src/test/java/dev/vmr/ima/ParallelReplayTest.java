package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay on one thread is the oracle. */
class ParallelReplayTest {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384);

  /** Long enough for threads; one entry is larger than a reader's first buffer. */
  private static byte[] list() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 25_000; i++) {
      byte[] content = ImaLists.number(i, ORDER);
      byte[] entry =
          switch (i % 1000) {
            case 10 -> ImaLists.violation("/violation" + i, ORDER);
            case 11 -> ImaLists.entry("/signed" + i, content, new byte[70], ORDER);
            case 12 -> ImaLists.entry("unknown", content, ORDER);
            case 13 -> legacy(i);
            default -> ImaLists.entry("/usr/lib/" + i, content, null, ORDER);
          };
      if (i == 20_000) {
        entry = ImaLists.entry("ima-buf", new byte[3 << 20], ORDER);
      }
      if (i % 5000 == 4999) {
        entry[0] = 12; // another PCR
      }
      if (i == 100 || i == 24_000) {
        entry[entry.length - 2] ^= 1; // the template digest is not of it
      }
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  private static byte[] legacy(int i) {
    byte[] name = ImaLists.ascii("/legacy" + i);
    byte[] digest = HashAlgorithm.SHA1.hash(name).toByteArray();
    byte[] hashed = Arrays.copyOf(ImaLists.concat(digest, name), 20 + 256);
    return ImaLists.concat(
        ImaLists.number(10, ORDER),
        HashAlgorithm.SHA1.hash(hashed).toByteArray(),
        ImaLists.field(ImaLists.ascii("ima"), ORDER),
        digest,
        ImaLists.field(name, ORDER));
  }

  @TempDir private Path folder;

  private ImaReplay parallel(byte[] list) throws ImaFormatException, IOException {
    Path file = Files.write(folder.resolve("list"), list);
    return new ParallelReplay(file, BANKS, true).run(2);
  }

  @Test
  void givesWhatOneThreadGives() throws Exception {
    byte[] list = list();
    ImaReplay one = new ImaReplay(BANKS, true, true);
    ImaListReplay.read(new ByteArrayInputStream(list), one);
    ImaReplay parallel = parallel(list);
    assertThat(parallel.entries()).isEqualTo(25_000).isEqualTo(one.entries());
    assertThat(parallel.violations()).isEqualTo(25).isEqualTo(one.violations());
    assertThat(parallel.differing()).containsExactly(101L, 24_001L).isEqualTo(one.differing());
    for (int pcr : new int[] {10, 12}) {
      for (HashAlgorithm bank : BANKS) {
        assertThat(parallel.real(pcr, bank)).isEqualTo(one.real(pcr, bank));
        assertThat(parallel.padded(pcr, bank)).isEqualTo(one.padded(pcr, bank));
        assertThat(parallel.paddedThroughout(pcr, bank)).isEqualTo(one.paddedThroughout(pcr, bank));
      }
    }
  }

  @Test
  void aShortListNeedsNoThread() throws Exception {
    byte[] list = ImaLists.entry("/bin/sh", new byte[] {1}, null, ORDER);
    ImaReplay one = new ImaReplay(BANKS, true, true);
    ImaListReplay.read(new ByteArrayInputStream(list), one);
    assertThat(parallel(list).real(10, HashAlgorithm.SHA256))
        .isEqualTo(one.real(10, HashAlgorithm.SHA256));
    assertThat(parallel(new byte[0]).entries()).isZero();
  }

  @Test
  void anErrorHasItsPlace() {
    byte[] list = list();
    byte[] truncated = Arrays.copyOf(list, list.length - 1);
    assertThatThrownBy(() -> parallel(truncated))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("entry 25000")
        .hasMessageContaining("ends inside the entry");
    list[list.length - 1] = 0;
    byte[] malformed = ImaLists.concat(list, new byte[] {99, 0, 0, 0}, new byte[100]);
    assertThatThrownBy(() -> parallel(malformed))
        .isInstanceOf(ImaFormatException.class)
        .hasMessageContaining("entry 25001")
        .hasMessageContaining("offset " + list.length)
        .hasMessageContaining("there is no PCR 99");
  }
}
