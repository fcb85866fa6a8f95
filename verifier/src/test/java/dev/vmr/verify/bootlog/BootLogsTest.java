package dev.vmr.verify.bootlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootLogsTest {
  private static final byte[] ABC = "abc".getBytes(US_ASCII);
  private static final byte[] ZERO = new byte[4];
  private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;

  private final BootLogBuilder log = new BootLogBuilder(HashAlgorithm.SHA1, SHA256);

  private MeasurementLog read() {
    return BootLogs.read(log.bytes());
  }

  private static Digest extended(int locality) {
    return new RegisterBank(new InitialValue(locality).in(SHA256))
        .extendedBy(SHA256.hash(ABC))
        .value();
  }

  private static List<Code> codes(MeasurementLog log) {
    return log.findings().stream()
        .map(EventFinding::code)
        .filter(code -> code != Code.MISSING_SEPARATOR)
        .toList();
  }

  private static LoggedEvent last(MeasurementLog log) {
    return log.events().get(log.events().size() - 1);
  }

  @Test
  void replaysEachBank() {
    log.head().event(0, 8, ABC).event(4, 0x8000_0003L, ABC, new byte[32]).event(4, 3, ABC);
    log.log.writeBytes(new byte[8]);
    log.log.writeBytes(new byte[100]);
    MeasurementLog read = read();
    assertThat(read.kind()).isEqualTo(LogKind.TCG2);
    assertThat(codes(read)).isEmpty();
    assertThat(read.complete()).isTrue();
    assertThat(read.events()).hasSize(4);
    assertThat(read.replayed(Registers.pcr(0), SHA256)).isEqualTo(extended(0));
    assertThat(read.replayed().get(Registers.pcr(4))).hasSize(2);
    assertThat(read.replayed()).doesNotContainKey(Registers.pcr(5));
    assertThat(read.replayed(Registers.pcr(17), SHA256)).isEqualTo(Digest.filled(SHA256, 0xFF));
    assertThat(read.replayedFrom(Registers.pcr(0), Digest.zero(SHA256))).isEqualTo(extended(0));
  }

  @Test
  void theStartOfPcr0FollowsTheLocality() {
    log.head().event(0, 3, "StartupLocality\0\3".getBytes(US_ASCII)).event(0, 8, ABC);
    assertThat(read().replayed(Registers.pcr(0), SHA256)).isEqualTo(extended(3));
    log.log.reset();
    log.head().event(0, 0x8000_0010L, ABC);
    assertThat(read().replayed(Registers.pcr(0), SHA256)).isEqualTo(extended(4));
    log.log.reset();
    log.head().event(0, 3, "StartupLocality\0\3".getBytes(US_ASCII)).event(1, 8, ABC);
    assertThat(read().replayed()).doesNotContainKey(Registers.pcr(0));
  }

  @Test
  void aLocalityThatComesTooLateOrIsNoneIsSaid() {
    log.head().event(0, 8, ABC).event(0, 3, "StartupLocality\0\3".getBytes(US_ASCII));
    assertThat(codes(read())).containsExactly(Code.MISPLACED_EVENT);
    assertThat(read().replayed(Registers.pcr(0), SHA256)).isEqualTo(extended(0));
    log.log.reset();
    log.head().event(0, 3, "StartupLocality\0\7".getBytes(US_ASCII));
    assertThat(codes(read())).containsExactly(Code.INVALID_DATA);
  }

  @Test
  void theOldFormHasSha1() {
    log.number(1, 8);
    log.log.writeBytes(HashAlgorithm.SHA1.hash(ABC).toByteArray());
    log.number(3).log.writeBytes(ABC);
    MeasurementLog read = read();
    assertThat(read.kind()).isEqualTo(LogKind.TCG_SHA1);
    assertThat(read.replayed().get(Registers.pcr(1))).containsOnlyKeys(HashAlgorithm.SHA1);
  }

  @Test
  void ofAConfidentialVmTheRegistersAreItsOwn() {
    BootLogBuilder cc = new BootLogBuilder(HashAlgorithm.SHA384);
    cc.head().event(1, 4, ZERO).event(4, 6, ABC).event(0, 8, ABC);
    MeasurementLog read = BootLogs.read(cc.bytes());
    assertThat(read.kind()).isEqualTo(LogKind.CCEL);
    assertThat(read.replayed())
        .containsOnlyKeys(Registers.cc(0), Registers.rtmr(0), Registers.rtmr(3));
    MeasurementLog arm = BootLogs.read(cc.bytes(), new CcelTable(4, 0, 65536, 0));
    assertThat(arm.replayed().keySet().toString()).isEqualTo("[rem0, rem3, rim]");
    cc.event(5, 4, ZERO);
    assertThat(BootLogs.read(cc.bytes()).kind()).isEqualTo(LogKind.TCG2);
  }

  @Test
  void everyTruncationIsSaid() {
    log.head();
    int first = log.log.size();
    log.event(0, 8, ABC);
    byte[] whole = log.bytes();
    for (int size = 1; size < whole.length; size++) {
      MeasurementLog read = BootLogs.read(Arrays.copyOf(whole, size));
      assertThat(codes(read)).as("%d bytes", size).hasSize(size == first ? 0 : 1);
      assertThat(read.complete()).isEqualTo(size == first);
      assertThat(read.replayed()).isEmpty();
    }
  }

  @Test
  void impossibleFieldsAreSaid() {
    log.head().number(24, 8);
    assertThat(read().findings().get(0).text()).contains("no PCR 24");
    log.log.reset();
    log.head().number(0, 8, 3);
    assertThat(read().findings().get(0).text()).contains("at most 2 digests");
    log.log.reset();
    log.head().number(0, 8, 1).small(0xC);
    assertThat(read().findings().get(0).text()).contains("algorithm c is not expected");
    log.log.reset();
    log.head().number(0, 8, 0, 0x7fff_ffff);
    assertThat(codes(read())).containsExactly(Code.TRUNCATED);
  }

  @Test
  void whatIsBehindTheEndIsSaid() {
    log.head().event(0, 8, ABC);
    long end = log.log.size();
    log.log.writeBytes(new byte[20]);
    log.log.write(1);
    EventFinding finding = read().findings().get(0);
    assertThat(finding.code()).isEqualTo(Code.BYTES_AFTER_END);
    assertThat(finding.place()).isEqualTo(LogPlace.offset(end + 20));
    assertThat(read().complete()).isTrue();
  }

  @Test
  void separatorsAreCounted() {
    log.head();
    for (int pcr = 0; pcr < 8; pcr++) {
      log.event(pcr, 4, ZERO);
    }
    assertThat(read().findings()).isEmpty();
    log.event(7, 4, ZERO);
    assertThat(codes(read())).containsExactly(Code.DUPLICATE_SEPARATOR);
    assertThat(read().findings().get(0).text()).isEqualTo("pcr7 has a second separator");
    log.log.reset();
    log.head().event(0, 4, ZERO);
    assertThat(read().findings()).hasSize(7);
  }

  @Test
  void digestsAreComparedWithTheData() {
    log.head().event(7, 4, "\1\0\0\0".getBytes(US_ASCII), "\2\0\0\0".getBytes(US_ASCII));
    assertThat(last(read()).measuredPart()).isEqualTo("error mark");
    log.event(5, 0x8000_0007L, ABC, "abc\0".getBytes(US_ASCII));
    assertThat(last(read()).measuredPart()).isEqualTo("string");
    log.event(8, 0xD, ABC, "grub_cmd: abc\0".getBytes(US_ASCII));
    assertThat(last(read()).measuredPart()).isEqualTo("command");
    log.event(8, 0xD, "abc\0".getBytes(US_ASCII), "grub_cmd abc\0x".getBytes(US_ASCII));
    assertThat(last(read()).measuredPart()).isEqualTo("command with NUL");
    log.event(11, 0xD, "abc\0".getBytes(US_ASCII), "abc\0".getBytes(StandardCharsets.UTF_16LE));
    assertThat(last(read()).measuredPart()).isEqualTo("section name");
    log.event(9, 0xD, ABC, "/vmlinuz\0".getBytes(US_ASCII));
    assertThat(last(read()).coverage()).isEqualTo(Coverage.CLAIMED);
    assertThat(codes(read())).isEmpty();
    log.event(8, 0xD, ABC, "grub_cmd: abd\0".getBytes(US_ASCII));
    assertThat(last(read()).coverage()).isEqualTo(Coverage.DIFFERENT);
    assertThat(codes(read())).containsExactly(Code.DIGEST_DIFFERS);
  }

  @Test
  void digestsThatAreNotAllOfTheDataAreSaid() {
    log.head().number(9, 0xD, 2).small(4);
    log.log.writeBytes(HashAlgorithm.SHA1.hash(ABC).toByteArray());
    log.small(0xB).log.writeBytes(new byte[32]);
    log.number(3).log.writeBytes(ABC);
    assertThat(codes(read())).containsExactly(Code.DIGEST_DIFFERS);
  }

  @Test
  void aBankThatSomeEventsLackIsSaid() {
    log.head().event(0, 8, ABC).number(0, 8, 1).small(0xB);
    log.log.writeBytes(SHA256.hash(ABC).toByteArray());
    log.number(3).log.writeBytes(ABC);
    assertThat(codes(read())).containsExactly(Code.MISSING_DIGEST);
  }

  @Test
  void theTableOfAnAreaIsRecognised() {
    byte[] table = new byte[56];
    System.arraycopy("CCEL".getBytes(US_ASCII), 0, table, 0, 4);
    table[4] = 56;
    table[36] = 2;
    table[42] = 1;
    int sum = 0;
    for (byte b : table) {
      sum += b;
    }
    assertThat(CcelTable.parse(table)).isEmpty();
    table[9] = (byte) -sum;
    assertThat(CcelTable.parse(table)).contains(new CcelTable(2, 0, 65536, 0));
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrSays(byte[] data) {
    MeasurementLog read = BootLogs.read(data);
    assertThat(read.complete())
        .isNotEqualTo(read.findings().stream().anyMatch(BootLogsTest::fatal));
    read.events().forEach(event -> event.claimedContent().fields());
    read.events().forEach(event -> assertThat(event.claimedContent().text()).matches("[ -~]*"));
  }

  private static boolean fatal(EventFinding finding) {
    return finding.code() == Code.TRUNCATED
        || finding.code() == Code.MALFORMED
        || finding.code() == Code.LIMIT_EXCEEDED;
  }
}
