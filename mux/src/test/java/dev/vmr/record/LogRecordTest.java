package dev.vmr.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/log-format.md, sections 1 and 3 to 5. */
class LogRecordTest {
  private static final String ABC384 =
      "sha384/cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
          + "8086072ba1e7cc2358baeca134c825a7";
  private static final String ABC1 = "sha1/a9993e364706816aba3e25717850c26c9cd0d89d";
  private static final String BOOT = "boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11";

  static Stream<Arguments> valid() {
    return Stream.of(
        Arguments.of("SYNC " + ABC384, LogRecord.Kind.SYNC),
        Arguments.of("SYNC " + ABC1, LogRecord.Kind.SYNC),
        Arguments.of("vmr begin 1 " + BOOT + " register/rtmr3", LogRecord.Kind.BEGIN),
        Arguments.of("mr_ima define sha1", LogRecord.Kind.DEFINE),
        Arguments.of("mr_ima define sha256 sha1 pcr/10 resettable", LogRecord.Kind.DEFINE),
        Arguments.of("pcr17 define sha3-256 sm3 pcr/17 init/ff resettable", LogRecord.Kind.DEFINE),
        Arguments.of("x define sha512 pcr/0 init/03", LogRecord.Kind.DEFINE),
        Arguments.of("mr_ima extend " + ABC384, LogRecord.Kind.EXTEND),
        Arguments.of("mr_ima extend " + ABC1 + " " + ABC1, LogRecord.Kind.EXTEND),
        Arguments.of("mr_ima extend " + ABC1 + " -- a note", LogRecord.Kind.EXTEND),
        Arguments.of("mr_ima extend " + ABC1 + " -- a -- b", LogRecord.Kind.EXTEND),
        Arguments.of("mr_ima extend " + ABC1 + " -- %20%c3%a4%25 %20", LogRecord.Kind.EXTEND),
        Arguments.of("_a.b-c extend " + ABC1, LogRecord.Kind.EXTEND),
        Arguments.of("a".repeat(63) + " lock", LogRecord.Kind.LOCK),
        Arguments.of("mr_debug reset", LogRecord.Kind.RESET),
        Arguments.of("pcr0 reset init/03", LogRecord.Kind.RESET),
        Arguments.of("pcr17 reset init/00", LogRecord.Kind.RESET),
        Arguments.of("pcr17 reset " + ABC384 + " " + ABC1, LogRecord.Kind.RESET),
        Arguments.of("mr_app image.pull registry/app@1.2 {\"a\": 1}", LogRecord.Kind.EVENT),
        Arguments.of("mr_app started", LogRecord.Kind.EVENT),
        Arguments.of("kernel.org/tsm/static_mr mr_policy " + ABC384, LogRecord.Kind.EVENT),
        Arguments.of("Sync " + ABC384.replace('/', ':').substring(0, 20), LogRecord.Kind.EVENT),
        Arguments.of("a b " + "c".repeat(4091), LogRecord.Kind.EVENT));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void whatParsesIsPrintedAsItWas(String line, LogRecord.Kind kind) throws Exception {
    LogRecord record = LogRecord.parse(line);
    assertThat(record.kind()).isEqualTo(kind);
    assertThat(record.format()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "mr_ima",
        " mr_app started",
        "mr_app started ",
        "mr_app  started",
        "mr_app started a  b",
        "mr_app\tstarted",
        "mr_app started\r",
        "mr_app started ä",
        "mr_app started \u0000",
        "INIT sha384/00",
        "SYNC",
        "SYNC sha384",
        "SYNC sha384/00",
        "vmr started",
        "vmr begin",
        "vmr begin 2 " + BOOT + " register/rtmr3",
        "vmr begin 01 " + BOOT + " register/rtmr3",
        "vmr begin 1 boot/0B1F5C9E-53A8-4F0E-9D0A-6A1F0E6F2C11 register/rtmr3",
        "vmr begin 1 boot/1-1-1-1-1 register/rtmr3",
        "vmr begin 1 " + BOOT,
        "vmr begin 1 " + BOOT + " register/",
        "vmr begin 1 " + BOOT + " register/rtmr3 x",
        "vmr extend " + ABC1,
        "vmr lock",
        "vmr define sha1",
        "x define",
        "x define pcr/1",
        "x define sha1 sha1",
        "x define sha1 pcr/24",
        "x define sha1 pcr/07",
        "x define sha1 pcr/+7",
        "x define sha1 pcr/1 pcr/2",
        "x define sha1 resettable pcr/1",
        "x define sha1 init/ff pcr/1",
        "x define sha1 pcr/1 sha256",
        "x define sha1 init/00",
        "x define sha1 init/FF",
        "x define sha1 init/05",
        "x define sha1 resettable resettable",
        "x define sha999",
        "x extend",
        "x extend -- note",
        "x extend " + ABC1 + " --",
        "x extend " + ABC1 + " -- %",
        "x extend " + ABC1 + " -- %C3%A4",
        "x extend " + ABC1 + " -- %41",
        "x extend " + ABC1 + " -- a%20b",
        "x extend " + ABC1 + " -- %ff",
        "x extend " + ABC1 + " note",
        "x reset now",
        "x reset init/ff x",
        "x reset init/ff " + ABC1,
        "x reset " + ABC1 + " init/ff",
        "x reset " + ABC1 + " " + ABC1,
        "x reset " + ABC1 + " -- note",
        "x lock now",
        "x Extend " + ABC1,
        "x RESET",
        "x begin 1",
        "1x started",
        "x:y started",
        "a/b extend " + ABC1,
        "a/b lock",
        "a//b started",
        "/a started",
        "a/ started",
        "x -started"
      })
  void whatIsNoRecordIsRefused(String line) {
    assertThatThrownBy(() -> LogRecord.parse(line)).isInstanceOf(RecordFormatException.class);
  }

  @Test
  void digestsHaveOneSpelling() {
    for (String digest :
        List.of(
            "SHA384/" + "0".repeat(96),
            "sha384/" + "A".repeat(96),
            "sha384/" + "0".repeat(95),
            "sha384/" + "0".repeat(97),
            "sha384/" + "0".repeat(96) + " x",
            "md5/" + "0".repeat(32))) {
      assertThatThrownBy(() -> LogRecord.parse("SYNC " + digest))
          .as(digest)
          .isInstanceOf(RecordFormatException.class);
    }
  }

  @Test
  void lengthsAreBounded() {
    assertThatThrownBy(() -> LogRecord.parse("a b " + "c".repeat(4092)))
        .isInstanceOf(RecordFormatException.class);
    assertThatThrownBy(() -> LogRecord.parse("a".repeat(64) + " lock"))
        .isInstanceOf(RecordFormatException.class);
    assertThatThrownBy(() -> LogRecord.parse("a/" + "a".repeat(254) + " started"))
        .isInstanceOf(RecordFormatException.class);
    assertThatThrownBy(() -> LogRecord.parse("a " + "b".repeat(64)))
        .isInstanceOf(RecordFormatException.class);
  }

  @Test
  void theColumnIsThatOfTheFirstWrongWord() {
    assertThatThrownBy(() -> LogRecord.parse("mr_ima extend " + ABC1 + " sha1/00"))
        .isInstanceOfSatisfying(
            RecordFormatException.class, e -> assertThat(e.column()).isEqualTo(61));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", " ", "  a  b ", "100 %", "ä\n", "\u0000", "-- a"})
  void aNoteKeepsItsText(String text) throws Exception {
    Note note = Note.of(text);
    assertThat(note.text()).isEqualTo(text);
    LogRecord.parse("x extend " + ABC1 + " -- " + note.encoded());
  }
}
