package dev.vmr.verify.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.log.MeasurementLogs;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionTest {
  private static final String SYNC = "SYNC sha384/" + "0".repeat(96) + "\n";
  private static final String BEGIN =
      "vmr begin 1 boot/00000000-0000-4000-8000-000000000000 register/rtmr3\n";
  private static final String LOG =
      SYNC
          + BEGIN
          + "mr_ima define sha1 sha256 pcr/10\n"
          + "mr_ima extend sha1/"
          + "1".repeat(40)
          + " sha256/"
          + "2".repeat(64)
          + " -- a note\n"
          + "mr_app extend sha384/"
          + "3".repeat(96)
          + "\n"
          + "container started alpine\n";

  private static byte[] convert(byte[] log, TargetFormat target) throws ConversionException {
    return Conversion.convert(log, target);
  }

  @ParameterizedTest
  @EnumSource(TargetFormat.class)
  void ourLogComesBackByteForByte(TargetFormat target) throws Exception {
    byte[] there = convert(LOG.getBytes(UTF_8), target);
    MeasurementLog own = MeasurementLogs.read(LOG.getBytes(UTF_8));
    MeasurementLog log = MeasurementLogs.read(there);
    assertThat(log.sound()).as("%s", log.findings()).isTrue();
    assertThat(log.replayed(Registers.rtmr(3), HashAlgorithm.SHA384))
        .isEqualTo(own.replayed(Registers.rtmr(3), HashAlgorithm.SHA384));
    assertThat(new String(convert(there, TargetFormat.VMR), UTF_8)).isEqualTo(LOG);
  }

  @ParameterizedTest
  @EnumSource(
      value = TargetFormat.class,
      names = {"CEL_JSON", "CEL_CBOR", "CEL_TLV"})
  void everyFormatComesByWayOfEveryOther(TargetFormat first) throws Exception {
    for (TargetFormat second : TargetFormat.values()) {
      byte[] there = convert(convert(LOG.getBytes(UTF_8), first), second);
      assertThat(there).isEqualTo(convert(LOG.getBytes(UTF_8), second));
    }
  }

  static Stream<String> losses() {
    return Stream.of(
        "# a comment\n" + SYNC + BEGIN,
        SYNC + "\n" + BEGIN,
        SYNC + BEGIN + "# a comment\n",
        SYNC + "mr_app event happened\n", // nobody says of which register it is
        SYNC + BEGIN + "mr_app extend sha384/00\n",
        SYNC + BEGIN + "no end",
        "bogus",
        "");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatCannotBeCarriedIsAnError(String log) {
    for (TargetFormat target : TargetFormat.values()) {
      assertThatThrownBy(() -> convert(log.getBytes(UTF_8), target))
          .isInstanceOf(ConversionException.class);
    }
  }

  /** An empty array of CBOR is a log; no other format could be told from nothing. */
  @ParameterizedTest
  @EnumSource(TargetFormat.class)
  void aLogWithoutEventsIsAnError(TargetFormat target) {
    assertThatThrownBy(() -> convert(new byte[] {(byte) 0x80}, target))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("no events");
  }

  @Test
  void aJumpIsAnError() {
    String jump = "SYNC sha384/" + "0".repeat(95) + "1\n";
    assertThatThrownBy(() -> convert((LOG + jump).getBytes(UTF_8), TargetFormat.CEL_JSON))
        .hasMessageContaining("jumped");
  }

  @Test
  void onlyWhatWasOursBecomesOurs() throws Exception {
    String json = new String(convert(LOG.getBytes(UTF_8), TargetFormat.CEL_JSON), UTF_8);
    String ipl = json.replace("EV_ACTION", "EV_IPL");
    assertThatThrownBy(() -> convert(ipl.getBytes(UTF_8), TargetFormat.VMR))
        .hasMessageContaining("not a line of our log");
    String hex = HexFormat.of().formatHex("container".getBytes(UTF_8));
    String changed = json.replace(hex, HexFormat.of().formatHex("Container".getBytes(UTF_8)));
    assertThat(changed).isNotEqualTo(json);
    assertThatThrownBy(() -> convert(changed.getBytes(UTF_8), TargetFormat.VMR))
        .isInstanceOf(ConversionException.class);
  }

  @FuzzTest(maxDuration = "60s")
  void whatIsConvertedIsReadAgain(byte[] data) throws Exception {
    for (TargetFormat target : TargetFormat.values()) {
      byte[] converted;
      try {
        converted = convert(data, target);
      } catch (ConversionException e) {
        continue;
      }
      assertThat(MeasurementLogs.read(converted).complete()).isTrue();
    }
  }

  private static final Digest EVENT = HashAlgorithm.SHA384.hash(new byte[] {7});

  /** A log of an event that extends rtmr3 by {@link #EVENT}. */
  private static byte[] firmware() {
    return ("[{\"recnum\":0,\"rtmr\":3,\"digests\":[{\"hashAlg\":\"sha384\",\"digest\":\""
            + EVENT.hex()
            + "\"}],\"content_type\":\"pcclient_std\","
            + "\"content\":{\"event_type\":\"EV_ACTION\",\"event_data\":\"07\"}}]")
        .getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource(
      value = TargetFormat.class,
      names = {"CEL_JSON", "CEL_CBOR", "CEL_TLV"})
  void severalLogsAreOneThatLeadsToTheSameValue(TargetFormat target) throws Exception {
    Digest before = new RegisterBank(Digest.zero(HashAlgorithm.SHA384)).extendedBy(EVENT).value();
    byte[] own = LOG.replace(SYNC, "SYNC " + before + "\n").getBytes(UTF_8);
    MeasurementLog all = MeasurementLogs.read(Collation.collate(List.of(firmware(), own), target));
    assertThat(all.sound()).as("%s", all.findings()).isTrue();
    assertThat(all.findings()).isEmpty();
    assertThat(all.events()).hasSize(7);
    assertThat(all.replayed(Registers.rtmr(3), HashAlgorithm.SHA384))
        .isEqualTo(MeasurementLogs.read(own).replayed(Registers.rtmr(3), HashAlgorithm.SHA384));
  }

  @Test
  void aLogThatBeginsElsewhereIsRefused() {
    byte[] own = LOG.getBytes(UTF_8);
    assertThatThrownBy(() -> Collation.collate(List.of(firmware(), own), TargetFormat.CEL_CBOR))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("log 2: it begins at sha384/000000");
    byte[] later = LOG.replace(SYNC, "SYNC " + EVENT + "\n").getBytes(UTF_8);
    assertThatThrownBy(() -> Collation.collate(List.of(later), TargetFormat.CEL_CBOR))
        .hasMessageStartingWith("log 1: it begins at " + EVENT);
    for (TargetFormat target : new TargetFormat[] {TargetFormat.VMR, TargetFormat.TCG2}) {
      assertThatThrownBy(() -> Collation.collate(List.of(own), target))
          .isInstanceOf(ConversionException.class);
    }
  }

  @Test
  void aJumpIsRefusedInACollationToo() {
    byte[] own = (LOG + "SYNC " + EVENT + "\n").getBytes(UTF_8);
    assertThatThrownBy(() -> Collation.collate(List.of(own), TargetFormat.CEL_CBOR))
        .hasMessageContaining("line 7");
  }
}
