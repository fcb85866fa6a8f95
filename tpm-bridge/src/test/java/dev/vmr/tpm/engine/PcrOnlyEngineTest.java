package dev.vmr.tpm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.ResponseCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class PcrOnlyEngineTest {
  private static final Digest ABC =
      HashAlgorithm.SHA256.hash("abc".getBytes(StandardCharsets.US_ASCII));
  private static final byte[] SHUTDOWN_STATE = hex("80010000000c000001450001");

  private final PcrOnlyEngine engine = new PcrOnlyEngine();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private int run(byte[] command, int locality) {
    return CommandHeader.responseCode(engine.execute(command, locality));
  }

  private Digest sha256(int pcr) {
    return engine.readPcr(pcr, HashAlgorithm.SHA256);
  }

  private static Digest extended(Digest value, Digest by) {
    return new RegisterBank(value).extendedBy(by).value();
  }

  @Test
  void answersEachCommandOfTheTableWithItsCode() throws IOException {
    engine.init();
    SoftAssertions softly = new SoftAssertions();
    for (CommandTable.Row row : CommandTable.rows()) {
      byte[] response = engine.execute(row.command(), 0);
      softly
          .assertThat(Integer.toHexString(CommandHeader.responseCode(response)))
          .as(row.name())
          .isEqualTo(Integer.toHexString(row.code()));
    }
    softly.assertAll();
  }

  @Test
  void withoutPowerEveryCommandFails() {
    assertThat(engine.execute(Commands.startup(false), 0)).isEqualTo(hex("80010000000a00000101"));
    engine.init();
    assertThat(run(Commands.startup(false), 0)).isEqualTo(ResponseCode.SUCCESS);
    engine.stop();
    assertThat(run(Commands.pcrExtend(1, List.of(ABC)), 0)).isEqualTo(ResponseCode.FAILURE);
  }

  @Test
  void anExtensionAnswersInTheFormThatEveryTpmGives() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    assertThat(engine.execute(Commands.pcrExtend(10, List.of(ABC)), 0))
        .isEqualTo(hex("80020000001300000000000000000000010000"));
    assertThat(sha256(10)).isEqualTo(extended(Digest.zero(HashAlgorithm.SHA256), ABC));
    assertThat(engine.readPcr(10, HashAlgorithm.SHA1).isZero()).isTrue();
  }

  @Test
  void pcr0BeginsWithTheLocalityOfStartup() {
    engine.init();
    assertThat(run(Commands.startup(false), 3)).isEqualTo(ResponseCode.SUCCESS);
    assertThat(sha256(0)).isEqualTo(new InitialValue(3).in(HashAlgorithm.SHA256));
    assertThat(sha256(17)).isEqualTo(InitialValue.ONES.in(HashAlgorithm.SHA256));
    engine.init();
    assertThat(run(Commands.startup(false), 2)).isEqualTo(ResponseCode.LOCALITY);
  }

  @Test
  void aHashSequenceBeforeStartupIsTheHcrtm() {
    engine.init();
    engine.hashStart();
    engine.hashData("a".getBytes(StandardCharsets.US_ASCII));
    engine.hashData("bc".getBytes(StandardCharsets.US_ASCII));
    engine.hashEnd();
    Digest expected = extended(new InitialValue(4).in(HashAlgorithm.SHA256), ABC);
    assertThat(sha256(0)).isEqualTo(expected);
    assertThat(run(Commands.startup(false), 0)).isEqualTo(ResponseCode.SUCCESS);
    assertThat(sha256(0)).isEqualTo(expected);
    assertThat(engine.established()).isTrue();
    assertThat(engine.resetEstablished(2)).isFalse();
    assertThat(engine.resetEstablished(3)).isTrue();
    assertThat(engine.established()).isFalse();
  }

  @Test
  void aHashSequenceAfterStartupIsADrtm() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    engine.hashStart();
    engine.hashData("abc".getBytes(StandardCharsets.US_ASCII));
    engine.hashEnd();
    Digest zero = Digest.zero(HashAlgorithm.SHA256);
    assertThat(sha256(17)).isEqualTo(extended(zero, ABC));
    assertThat(sha256(18)).isEqualTo(zero);
    assertThat(sha256(0)).isEqualTo(zero);
  }

  @Test
  void localitiesGiveTheRightsOfThePcClientProfile() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    int[][] extendable = {{0, 16}, {0, 20}, {0, 23}, {0, 20}, {0, 18}};
    for (int locality = 0; locality <= 4; locality++) {
      StringBuilder rights = new StringBuilder();
      for (int pcr = 0; pcr < 24; pcr++) {
        int extend = run(Commands.pcrExtend(pcr, List.of(ABC)), locality);
        int reset = run(Commands.pcrReset(pcr), locality);
        rights.append(extend == 0 ? reset == 0 ? '*' : 'e' : reset == 0 ? 'r' : '.');
      }
      assertThat(rights.toString())
          .as("locality %d, up to PCR %d", locality, extendable[locality][1])
          .isEqualTo(
              switch (locality) {
                case 0 -> "eeeeeeeeeeeeeeee*......*";
                case 1 -> "eeeeeeeeeeeeeeee*...e..*";
                case 2 -> "eeeeeeeeeeeeeeee*eee****";
                case 3 -> "eeeeeeeeeeeeeeee*eeee..*";
                default -> "eeeeeeeeeeeeeeeeeee....e";
              });
    }
  }

  @Test
  void shutdownAndStartupOfStateKeepTheStaticPcrs() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    engine.execute(Commands.pcrExtend(10, List.of(ABC)), 0);
    engine.execute(Commands.pcrExtend(23, List.of(ABC)), 0);
    Digest kept = sha256(10);
    assertThat(run(SHUTDOWN_STATE, 0)).isEqualTo(ResponseCode.SUCCESS);
    engine.init();
    assertThat(run(Commands.startup(true), 0)).isEqualTo(ResponseCode.SUCCESS);
    assertThat(sha256(10)).isEqualTo(kept);
    assertThat(sha256(23).isZero()).isTrue();

    assertThat(run(SHUTDOWN_STATE, 0)).isEqualTo(ResponseCode.SUCCESS);
    engine.execute(Commands.pcrExtend(10, List.of(ABC)), 0); // what was saved is out of date
    engine.init();
    assertThat(run(Commands.startup(true), 0)).isEqualTo(0x1c4);
    assertThat(run(Commands.startup(false), 0)).isEqualTo(ResponseCode.SUCCESS);
    assertThat(sha256(10).isZero()).isTrue();
  }

  @Test
  void aStateThatWasSavedIsGoneAfterStartupClear() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    engine.execute(Commands.pcrExtend(10, List.of(ABC)), 0);
    engine.execute(SHUTDOWN_STATE, 0);
    engine.init();
    assertThat(run(Commands.startup(false), 0)).isEqualTo(ResponseCode.SUCCESS);
    assertThat(sha256(10).isZero()).isTrue();
  }

  @Test
  void resumesWithTheGivenValues() {
    engine.resume(Map.of(10, List.of(ABC)));
    assertThat(engine.running()).isTrue();
    assertThat(sha256(10)).isEqualTo(ABC);
    assertThat(run(Commands.startup(false), 0)).isEqualTo(ResponseCode.INITIALIZE);
    assertThat(run(Commands.pcrExtend(10, List.of(ABC)), 0)).isEqualTo(ResponseCode.SUCCESS);
  }

  @Test
  void theBufferSizeFollowsTheClientWithinBounds() {
    engine.init();
    engine.execute(Commands.startup(false), 0);
    assertThat(engine.setBufferSize(1)).isEqualTo(2808);
    assertThat(engine.setBufferSize(100_000)).isEqualTo(4096);
    assertThat(engine.setBufferSize(0xf80)).isEqualTo(0xf80);
    byte[] answer = engine.execute(hex("8001000000160000017a000000060000011e00000002"), 0);
    assertThat(HexFormat.of().formatHex(answer)).endsWith("0000011e00000f800000011f00000f80");
    byte[] tooLong = Arrays.copyOf(hex("800100000f810000014300"), 0xf81);
    assertThat(run(tooLong, 0)).isEqualTo(ResponseCode.COMMAND_SIZE);
  }
}
