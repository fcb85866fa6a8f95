package dev.vmr.verify.bootlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootReplayTest {
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private void number(int... values) {
    for (int value : values) {
      log.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }
  }

  private void small(int... values) {
    for (int value : values) {
      log.write(value);
      log.write(value >> 8);
    }
  }

  private void head() {
    number(0, 3);
    log.writeBytes(new byte[20]);
    number(16 + 8 + 4 + 8 + 1);
    log.writeBytes("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII));
    number(0);
    log.writeBytes(new byte[] {0, 2, 0, 2});
    number(2);
    small(4, 20, 0xB, 32);
    log.write(0);
  }

  private void event(int pcr, int type, byte[] data) {
    number(pcr, type, 2);
    small(4);
    log.writeBytes(HashAlgorithm.SHA1.hash(ABC).toByteArray());
    small(0xB);
    log.writeBytes(HashAlgorithm.SHA256.hash(ABC).toByteArray());
    number(data.length);
    log.writeBytes(data);
  }

  private BootReplay replay() throws IOException {
    return BootReplay.of(new ByteArrayInputStream(log.toByteArray()));
  }

  private static Digest extended(int locality) {
    HashAlgorithm sha256 = HashAlgorithm.SHA256;
    return new RegisterBank(new InitialValue(locality).in(sha256))
        .extendedBy(sha256.hash(ABC))
        .value();
  }

  @Test
  void replaysEachBank() throws IOException {
    head();
    event(0, 8, ABC);
    event(4, 0x8000_0003, new byte[0]);
    event(4, 3, ABC); // EV_NO_ACTION
    log.writeBytes(new byte[8]);
    log.writeBytes(new byte[100]);
    BootReplay replay = replay();
    assertThat(replay.malformed()).isEmpty();
    assertThat(replay.events()).isEqualTo(4);
    assertThat(replay.values(0)).contains(extended(0));
    assertThat(replay.values(4)).hasSize(2).contains(extended(0));
    assertThat(replay.values(5)).isEmpty();
    assertThat(replay.banks()).isEqualTo(List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256));
  }

  @Test
  void theStartOfPcr0FollowsTheLocality() throws IOException {
    head();
    event(0, 3, "StartupLocality\0\3".getBytes(StandardCharsets.US_ASCII));
    event(0, 8, ABC);
    assertThat(replay().values(0)).contains(extended(3));
    log.reset();
    head();
    event(0, 0x8000_0010, ABC);
    assertThat(replay().values(0)).contains(extended(4));
  }

  @Test
  void theOldFormHasSha1() throws IOException {
    number(1, 8);
    log.writeBytes(HashAlgorithm.SHA1.hash(ABC).toByteArray());
    number(3);
    log.writeBytes(ABC);
    assertThat(replay().values(1)).hasSize(1);
    assertThat(replay().banks()).containsExactly(HashAlgorithm.SHA1);
  }

  @Test
  void everyTruncationIsSaid() throws IOException {
    head();
    int first = log.size();
    event(0, 8, ABC);
    byte[] whole = log.toByteArray();
    for (int size = 1; size < whole.length; size++) {
      BootReplay replay = BootReplay.of(new ByteArrayInputStream(Arrays.copyOf(whole, size)));
      assertThat(replay.malformed().isPresent()).as("%d bytes", size).isEqualTo(size != first);
      assertThat(replay.values(0)).isEmpty();
    }
  }

  @Test
  void impossibleFieldsAreSaid() throws IOException {
    head();
    number(24, 8);
    assertThat(replay().malformed())
        .hasValueSatisfying(text -> assertThat(text).contains("no PCR"));
    log.reset();
    head();
    number(0, 8, 3);
    assertThat(replay().malformed())
        .hasValueSatisfying(text -> assertThat(text).contains("at most 2 digests"));
    log.reset();
    number(0, 8);
    log.writeBytes(new byte[20]);
    number(0x7fff_ffff);
    assertThat(replay().malformed())
        .hasValueSatisfying(text -> assertThat(text).contains("16 MiB"));
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrSays(byte[] data) throws IOException {
    BootReplay.of(new ByteArrayInputStream(data)).values(0);
  }
}
