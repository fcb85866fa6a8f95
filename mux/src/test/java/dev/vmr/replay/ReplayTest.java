package dev.vmr.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/replay.md. */
class ReplayTest {
  private static final String ZERO = "sha384/" + "0".repeat(96);
  private static final String ABC =
      "sha384/cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
          + "8086072ba1e7cc2358baeca134c825a7";
  private static final String MR_IMA_OF_ABC =
      "93732e3733514a841c982cfa75ea76ab55fe011acb9cd980ef4523913c65be1b"
          + "0998e04d77f8c174f81a82151619ca40";

  static ReplayedLog replay(String log) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)), replay);
    return replay.result();
  }

  private static Digest bank(ReplayedLog log, String name, HashAlgorithm algorithm) {
    return log.registers().get(new RegisterName(name)).banks().get(algorithm);
  }

  @Test
  void theExampleHasTheStatedValues() throws IOException {
    ReplayedLog log = replay("SYNC " + ZERO + "\nmr_ima extend " + ABC + "\n");
    assertThat(log.value().hex())
        .isEqualTo(
            "577ebef49c1e308fc88baee69f203217564e83bc7641e99c65ec01330ecec787"
                + "d7e6d329e05c74011ffe3fdc0176c0be");
    assertThat(bank(log, "mr_ima", HashAlgorithm.SHA384).hex()).isEqualTo(MR_IMA_OF_ABC);
    assertThat(log.findings()).isEmpty();
    assertThat(log.syncs()).extracting(SyncPoint::explained).containsExactly(true);
  }

  @Test
  void blankLinesAndCommentsChangeNothing() throws IOException {
    String plain = "SYNC " + ZERO + "\nmr_ima extend " + ABC + "\n";
    String decorated =
        "\n# "
            + "x".repeat(200_000)
            + "\nSYNC "
            + ZERO
            + "\n\n\n#\u00ff\r\nmr_ima extend "
            + ABC
            + "\n# torn";
    assertThat(replay(decorated).value()).isEqualTo(replay(plain).value());
    assertThat(replay(decorated).findings()).isEmpty();
    assertThat(replay(decorated).syncs().get(0).line()).isEqualTo(3);
  }

  @Test
  void anEmptyLogIsZeros() throws IOException {
    assertThat(replay("").value()).isEqualTo(Digest.zero(HashAlgorithm.SHA384));
    assertThat(replay("").records()).isZero();
  }

  @Test
  void aJumpIsReportedAndReplayGoesOnFromIt() throws IOException {
    ReplayedLog log = replay("SYNC " + ZERO + "\nSYNC " + ABC + "\nmr_app extend " + ABC + "\n");
    assertThat(log.findings())
        .extracting(LogFinding::code, LogFinding::line)
        .containsExactly(tuple(LogFinding.Code.UNEXPLAINED_JUMP, 2L));
    assertThat(log.syncs()).extracting(SyncPoint::explained).containsExactly(true, false);
    assertThat(log.value())
        .isEqualTo(replay("SYNC " + ABC + "\nmr_app extend " + ABC + "\n").value());
  }

  @Test
  void resetsBeginAgainAtTheInitialValue() throws IOException {
    ReplayedLog log =
        replay(
            "SYNC "
                + ZERO
                + "\nr define sha384 resettable\nr extend "
                + ABC
                + "\nr reset\nr extend "
                + ABC
                + "\n");
    assertThat(bank(log, "r", HashAlgorithm.SHA384).hex()).isEqualTo(MR_IMA_OF_ABC);
    VirtualRegister register = log.registers().get(new RegisterName("r"));
    assertThat(register.extensions()).isEqualTo(2);
    assertThat(register.resets()).isEqualTo(1);
  }

  @Test
  void initialValuesAreThoseOfTheRecord() throws IOException {
    ReplayedLog log =
        replay(
            "SYNC "
                + ZERO
                + "\na define sha1 init/ff\nb define sha1 resettable\nb reset init/03\n");
    assertThat(bank(log, "a", HashAlgorithm.SHA1).hex()).isEqualTo("f".repeat(40));
    assertThat(bank(log, "b", HashAlgorithm.SHA1).hex()).isEqualTo("0".repeat(39) + "3");
  }

  @Test
  void aRestoredRegisterGoesOnFromWhatNobodyExplains() throws IOException {
    String head = "SYNC " + ZERO + "\nr define sha384 sha1 resettable\n";
    String sha1 = "sha1/" + "7".repeat(40);
    ReplayedLog log = replay(head + "r reset " + ZERO + " " + sha1 + "\nr extend " + ABC + "\n");
    assertThat(log.findings())
        .extracting(LogFinding::code, LogFinding::line)
        .containsExactly(tuple(LogFinding.Code.UNEXPLAINED_RESTORE, 3L));
    Digest restored = Digest.parse(sha1);
    assertThat(log.restores())
        .containsExactly(
            new RestorePoint(3, new RegisterName("r"), List.of(Digest.parse(ZERO), restored)));
    assertThat(bank(log, "r", HashAlgorithm.SHA384).hex()).isEqualTo(MR_IMA_OF_ABC);
    assertThat(bank(log, "r", HashAlgorithm.SHA1).toString()).isEqualTo(sha1);
    for (String wrong :
        new String[] {sha1, sha1 + " " + ZERO, ZERO, ZERO + " sha256/" + "7".repeat(64)}) {
      assertThat(replay(head + "r reset " + wrong + "\n").findings())
          .extracting(LogFinding::code)
          .containsExactly(LogFinding.Code.MISPLACED_RECORD);
    }
  }

  @Test
  void whatIsNotAllowedWhereItStandsChangesNoRegister() throws IOException {
    String begin = "vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr";
    for (String bad :
        List.of(
            "r define sha384",
            "r extend sha1/" + "0".repeat(40),
            "r reset",
            "s reset",
            "l extend " + ABC,
            "l lock",
            "SYNC sha1/" + "0".repeat(40),
            begin + "3",
            begin + "2")) {
      String good =
          "SYNC " + ZERO + "\n" + begin + "3\nr define sha384\nl extend " + ABC + "\nl lock\n";
      ReplayedLog log = replay(good + bad + "\n");
      assertThat(log.findings()).as(bad).hasSize(1);
      assertThat(log.findings().get(0).code()).isEqualTo(LogFinding.Code.MISPLACED_RECORD);
      assertThat(log.findings().get(0).line()).isEqualTo(6);
      assertThat(log.records()).isEqualTo(6);
      assertThat(bank(log, "r", HashAlgorithm.SHA384).isZero()).isTrue();
    }
  }

  @Test
  void malformedLinesAreHashedAllTheSame() throws IOException {
    ReplayedLog log = replay("SYNC " + ZERO + "\nmr_app  x\n");
    assertThat(log.records()).isEqualTo(2);
    assertThat(log.findings().get(0).code()).isEqualTo(LogFinding.Code.MALFORMED_RECORD);
    assertThat(log.value()).isNotEqualTo(replay("SYNC " + ZERO + "\n").value());
  }

  @Test
  void aTornLineIsNoRecord() throws IOException {
    ReplayedLog log = replay("SYNC " + ZERO + "\nmr_app started");
    assertThat(log.records()).isEqualTo(1);
    assertThat(log.findings().get(0).code()).isEqualTo(LogFinding.Code.TORN_LINE);
  }

  @Test
  void registersAreBounded() throws IOException {
    StringBuilder log = new StringBuilder("SYNC " + ZERO + "\n");
    for (int i = 0; i <= VirtualRegisters.MAX_REGISTERS; i++) {
      log.append("r").append(i).append(" extend sha1/").append("0".repeat(40)).append('\n');
    }
    ReplayedLog replayed = replay(log.toString());
    assertThat(replayed.registers()).hasSize(VirtualRegisters.MAX_REGISTERS);
    assertThat(replayed.findings().get(0).code()).isEqualTo(LogFinding.Code.LIMIT_EXCEEDED);
  }

  @Test
  void findingsAreCountedAndBounded() throws IOException {
    ReplayedLog log = replay("SYNC " + ZERO + "\n" + "x\n".repeat(2000));
    assertThat(log.findings()).hasSize(1000);
    assertThat(log.findingCount()).isEqualTo(2000);
  }

  @Test
  void tooManyMalformedRecordsEndReplay() throws IOException {
    String most = "SYNC " + ZERO + "\n" + "x\n".repeat(65_536);
    ReplayedLog whole = replay(most + "mr_app extend " + ABC + "\n");
    assertThat(whole.records()).isEqualTo(65_538);
    assertThat(whole.registers()).hasSize(1);
    ReplayedLog ended = replay(most + "x\nmr_app extend " + ABC + "\nx\n");
    assertThat(ended.value()).isEqualTo(replay(most).value());
    assertThat(ended.records()).isEqualTo(65_537);
    assertThat(ended.registers()).isEmpty();
    assertThat(ended.findingCount()).isEqualTo(65_537);
    assertThat(ended.findings()).hasSize(1001);
    assertThat(ended.findings().get(1000))
        .isEqualTo(
            new LogFinding(
                LogFinding.Code.LIMIT_EXCEEDED,
                65_538,
                "more than 65536 malformed records; replay ends here"));
  }
}
