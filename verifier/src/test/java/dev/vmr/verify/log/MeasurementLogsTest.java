package dev.vmr.verify.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs by content; the digests were computed by the programs that write these logs. */
class MeasurementLogsTest {
  private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;
  private static final String ZERO = "0".repeat(96);
  private static final String AAEL_LINE =
      "26d944cb8d99096590252283b8c807b9508329b068703bdb7bac7eb6efe5b32fc0fadf1462662b95d2c708aa49c0bfe1";
  private static final String DSTACK1 =
      "67b4be4efed0893cfa2bb1d35dca209ad8348b4c97f980807bcde8b9a0f26398dd0923d6eccb5aa2096d98046da8740f";
  private static final String DSTACK2 =
      "9dde1673f544faa94b921825209593ddde08d0baf9cd6990175dffaf3081f1bb10311d56de189491feb33842a050ad7b";

  private static MeasurementLog read(String text) throws UnknownLogException {
    return MeasurementLogs.read(text.getBytes(UTF_8));
  }

  private static List<Code> codes(MeasurementLog log) {
    return log.findings().stream().map(EventFinding::code).toList();
  }

  private static Digest extended(Digest... digests) {
    RegisterBank bank = RegisterBank.zero(digests[0].algorithm());
    for (Digest digest : digests) {
      bank = bank.extendedBy(digest);
    }
    return bank.value();
  }

  private static Digest digest(String hex) {
    return Digest.parseHex(SHA384, hex);
  }

  @Test
  void aaelText() throws Exception {
    String init = "INIT sha384/" + ZERO;
    MeasurementLog log = read(init + "\ndomain operation content\n");
    assertThat(log.kind()).isEqualTo(LogKind.AAEL_TEXT);
    assertThat(log.events().get(1).digests()).containsExactly(digest(AAEL_LINE));
    assertThat(log.replayed(Registers.rtmr(3), SHA384))
        .isEqualTo(extended(SHA384.hash(init.getBytes(UTF_8)), digest(AAEL_LINE)));
    assertThat(log.findings()).isEmpty();
    assertThat(codes(read(init + "\n\nd o c"))).containsExactly(Code.MALFORMED);
    assertThat(codes(read(init + "\nd o"))).containsExactly(Code.INVALID_DATA);
    assertThat(codes(read(init + "\nd o c\r\n"))).containsExactly(Code.INVALID_DATA);
    assertThat(codes(read("INIT sha384/" + "1".repeat(96) + "\n")))
        .containsExactly(Code.UNEXPLAINED_START);
    assertThat(codes(read("INIT sha384/" + "A".repeat(96) + "\n"))).containsExactly(Code.MALFORMED);
    assertThat(codes(read("INIT sha384/00\n"))).containsExactly(Code.MALFORMED);
  }

  private static String dstack(String name, String payload, String digest) {
    return "{\"imr\":3,\"event_type\":134217729,\"digest\":\""
        + digest
        + "\",\"event\":\""
        + name
        + "\",\"event_payload\":\""
        + payload
        + "\"}";
  }

  @Test
  void dstackOfBothVersions() throws Exception {
    String first = dstack("app-id", "deadbeef", DSTACK1);
    String second = dstack("compose-hash", "abcd", DSTACK2);
    MeasurementLog log = read("[" + first + "," + second + "]");
    assertThat(log.kind()).isEqualTo(LogKind.DSTACK);
    assertThat(log.findings()).isEmpty();
    assertThat(log.events()).allMatch(event -> event.coverage() == Coverage.MEASURED);
    Digest value = extended(digest(DSTACK1), digest(DSTACK2));
    assertThat(log.replayed(Registers.rtmr(3), SHA384)).isEqualTo(value);
    MeasurementLog info =
        read("{\"rtmr3\":\"" + value.hex() + "\",\"event_log\":[" + first + "," + second + "]}");
    assertThat(info.findings()).isEmpty();
    assertThat(codes(read("{\"rtmr3\":\"" + ZERO + "\",\"event_log\":[" + first + "]}")))
        .containsExactly(Code.STATED_VALUE_DIFFERS);
    String quoted = "[" + first.replace("\"", "\\\"") + "]";
    assertThat(read("{\"quote\":\"00\",\"event_log\":\"" + quoted + "\"}").events()).hasSize(1);
    assertThat(codes(read("[" + dstack("app-id", "deadbeee", DSTACK1) + "]")))
        .containsExactly(Code.DIGEST_DIFFERS);
    assertThat(codes(read("[" + first.replace(":3,", ":4,") + "]")))
        .containsExactly(Code.MALFORMED);
  }

  @Test
  void dstackWithoutDigestsAndItsFile() throws Exception {
    MeasurementLog log = read("[" + dstack("app-id", "deadbeef", "") + "]");
    assertThat(log.events().get(0).digests()).containsExactly(digest(DSTACK1));
    MeasurementLog file =
        read(
            "{\"event\":\"app-id\",\"payload\":\"3q2+7w==\"}\n"
                + "{\"event\":\"compose-hash\",\"payload\":\"q80=\",\"version\":2}\n");
    assertThat(file.findings()).isEmpty();
    assertThat(file.replayed(Registers.rtmr(3), SHA384))
        .isEqualTo(extended(digest(DSTACK1), digest(DSTACK2)));
    assertThat(codes(read("{\"event\":\"a:b\",\"payload\":\"\"}\n")))
        .containsExactly(Code.AMBIGUOUS);
    assertThat(codes(read("{\"event\":\"a\",\"payload\":\"\",\"version\":3}\n")))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read("{\"event\":\"a\",\"payload\":\"QR==\"}\n")))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read("{\"event\":\"a\",\"payload\":\"\"}"))).containsExactly(Code.TRUNCATED);
  }

  /** The example of the CEL specification 1.0, section 5.3. */
  private static final String CEL_EXAMPLE =
      "{\"content\":{\"event_type\":\"EV_COMPACT_HASH\",\"event_data\":"
          + "\"44656c6c20436f6e66696775726174696f6e20496e666f726d6174696f6e2032\"},"
          + "\"content_type\":\"pcclient_std\",\"pcr\":6,\"recnum\":2,\"digests\":["
          + "{\"hashAlg\":\"sha1\",\"digest\":\"bac9a8935b720760bcdea2faae75152f5d1e4bea\"},"
          + "{\"hashAlg\":\"0x000B\",\"digest\":"
          + "\"d18bf8d221a3a3b08774c8d077328c4b2ca205e4f1618ad4bac2b5786f453bc7\"}]}";

  @Test
  void celJson() throws Exception {
    MeasurementLog log = read("[" + CEL_EXAMPLE + "]");
    assertThat(log.kind()).isEqualTo(LogKind.CEL_JSON);
    assertThat(codes(log)).containsExactly(Code.RECORD_NUMBER);
    assertThat(log.replayed().get(Registers.pcr(6))).hasSize(2);
    assertThat(log.events().get(0).claimedType()).isEqualTo("EV_COMPACT_HASH");
    assertThat(codes(read("[" + CEL_EXAMPLE.replace("\"pcr\"", "\"rtmr\"") + "]")))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read("[" + CEL_EXAMPLE.replace("\"pcr\"", "\"pcc\"") + "]")))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read("[" + CEL_EXAMPLE.replace("0x000B", "sha384") + "]")))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read("[" + CEL_EXAMPLE.replace("0x000B", "sha1") + "]")))
        .containsExactly(Code.MALFORMED);
  }

  private static String systemd(String register, String string, Digest digest) {
    return "\u001e{"
        + register
        + ",\"digests\":[{\"hashAlg\":\""
        + digest.algorithm()
        + "\",\"digest\":\""
        + digest.hex()
        + "\"}],\"content_type\":\"systemd\",\"content\":{\"string\":\""
        + string
        + "\",\"bootId\":\""
        + "0".repeat(32)
        + "\",\"timestamp\":5,\"eventType\":\"phase\"}}\n";
  }

  @Test
  void systemdInItsThreeForms() throws Exception {
    Digest phase = SHA384.hash("enter-initrd".getBytes(UTF_8));
    MeasurementLog log =
        read(
            systemd("\"pcr\":11", "enter-initrd", phase)
                + systemd("\"rtmr\":2,\"mapped_pcr\":11", "enter-initrd", phase)
                + systemd("\"nv_index\":30474752", "secret", phase));
    assertThat(log.kind()).isEqualTo(LogKind.SYSTEMD);
    assertThat(log.findings()).isEmpty();
    assertThat(log.replayed().keySet().toString()).isEqualTo("[nv01d10200, pcr11, rtmr2]");
    assertThat(log.events().get(0).measuredPart()).isEqualTo("string");
    assertThat(log.events().get(2).coverage()).isEqualTo(Coverage.CLAIMED);
    assertThat(log.replayedFrom(Registers.rtmr(2), phase))
        .isEqualTo(new RegisterBank(phase).extendedBy(phase).value());
    String one = systemd("\"pcr\":11", "enter-initrd", phase);
    assertThat(codes(read(one.substring(0, one.length() - 1)))).containsExactly(Code.TRUNCATED);
    assertThat(codes(read(one.replace("\"pcr\":11", "\"pcr\":11,\"rtmr\":1"))))
        .containsExactly(Code.MALFORMED);
    assertThat(codes(read(one.replace("systemd", "cel")))).containsExactly(Code.MALFORMED);
  }

  @Test
  void ourOwn() throws Exception {
    String extend = "mr_app extend sha384/" + AAEL_LINE;
    MeasurementLog log = read("# a comment\nSYNC sha384/" + ZERO + "\n" + extend + "\n");
    assertThat(log.kind()).isEqualTo(LogKind.VMR);
    assertThat(log.findings()).isEmpty();
    assertThat(log.replayed(new RegisterName("mr_app"), SHA384))
        .isEqualTo(extended(digest(AAEL_LINE)));
    assertThat(log.replayed(new RegisterName("physical"), SHA384))
        .isEqualTo(
            extended(
                SHA384.hash(("SYNC sha384/" + ZERO).getBytes(UTF_8)),
                SHA384.hash(extend.getBytes(UTF_8))));
    assertThat(log.sound()).isTrue();
    assertThat(read("SYNC sha384/" + ZERO + "\n" + extend).complete()).isFalse();
    MeasurementLog wrong = read("SYNC sha384/" + ZERO + "\nmr_app extend sha384/00\n");
    assertThat(codes(wrong)).containsExactly(Code.RECORD_REFUSED);
    assertThat(codes(read("SYNC sha384/" + "1".repeat(96) + "\n")))
        .containsExactly(Code.UNEXPLAINED_START);
  }

  @Test
  void imaLists() throws Exception {
    String entry =
        "280000007368613235363a00ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            + "0b0000002f7573722f62696e2f7800";
    String hex =
        "0a00000014a70ed3c322d9c363d05ff4f664a809f9bc861306000000696d612d6e673b000000" + entry;
    MeasurementLog log = MeasurementLogs.read(HexFormat.of().parseHex(hex));
    assertThat(log.kind()).isEqualTo(LogKind.IMA);
    assertThat(log.events().get(0).claimedContent().text()).isEqualTo("/usr/bin/x");
    assertThat(log.events().get(0).digests())
        .contains(
            Digest.parse(
                "sha256/b980e6df58f6f6427313d63348eb4c54d0b0759cb3972d64353f67751858790a"));
    assertThat(log.replayed().get(Registers.pcr(10))).hasSize(4);
    String torn = hex.substring(0, hex.length() - 2);
    MeasurementLog two = MeasurementLogs.read(HexFormat.of().parseHex(hex + torn));
    assertThat(codes(two)).containsExactly(Code.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "bogus\ninvalid\nevent\nlog\n", "[]", "{}", "[1]", "{", "\0", "[{}]"})
  void whatIsNoLogIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnknownLogException.class);
  }
}
