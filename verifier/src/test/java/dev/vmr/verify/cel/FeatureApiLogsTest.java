package dev.vmr.verify.cel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.log.MeasurementLogs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tpm2-tss has in its logs that no specification has (docs/logs.md, section 5.2). */
class FeatureApiLogsTest {
  private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
  private static final Digest ABC = SHA256.hash("abc".getBytes(UTF_8));
  private static final String HEAD =
      "{\"recnum\":0,\"pcr\":16,\"digests\":[{\"hashAlg\":\"SHA256\",\"digest\":\""
          + ABC.hex()
          + "\"}],";
  private static final String NOW =
      HEAD
          + "\"content_type\":\"tss2\",\"content\":{\"data\":\"616263\",\"event\":{\"a\":[1,\"b\"]}}}";
  private static final String OLDER =
      HEAD + "\"type\":\"tss2\",\"sub_event\":{\"data\":\"616263\"}}";

  static List<String> forms() {
    return List.of(NOW, OLDER);
  }

  private static MeasurementLog read(String records) throws Exception {
    return MeasurementLogs.read(("[" + records + "]").getBytes(UTF_8));
  }

  private static List<EventFinding.Code> codes(MeasurementLog log) {
    return log.findings().stream().map(EventFinding::code).toList();
  }

  private static Digest extended(Digest by) {
    return new RegisterBank(Digest.zero(SHA256)).extendedBy(by).value();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anApplicationsEventIsOfItsData(String record) throws Exception {
    MeasurementLog log = read(record);
    assertThat(log.kind()).isEqualTo(LogKind.CEL_JSON);
    assertThat(log.findings()).isEmpty();
    assertThat(log.events().get(0).claimedType()).isEqualTo("tss2");
    assertThat(log.events().get(0).coverage()).isEqualTo(Coverage.MEASURED);
    assertThat(log.replayed(Registers.pcr(16), SHA256)).isEqualTo(extended(ABC));
    assertThat(codes(read(record.replace("616263", "616264"))))
        .containsExactly(EventFinding.Code.DIGEST_DIFFERS);
  }

  @Test
  void theNoteIsShown() throws Exception {
    assertThat(read(NOW).events().get(0).claimedContent().fields())
        .containsEntry("event", "{\"a\":[1,\"b\"]}")
        .containsEntry("data", "616263");
    assertThat(read(OLDER).events().get(0).claimedContent().fields()).containsEntry("event", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"tss2\",\"sub_event\":{\"data\":\"616263\"},\"content\":{}}",
        "\"type\":\"tss2\",\"content\":{\"data\":\"616263\"}}",
        "\"type\":\"cel\",\"sub_event\":{\"type\":\"firmware_end\"}}",
        "\"type\":\"ima-legacy\",\"sub_event\":{\"eventData\":\"00\",\"eventName\":\"x\"}}",
        "\"type\":\"tss2\",\"sub_event\":{}}",
        "\"type\":\"tss2\",\"sub_event\":{\"data\":\"6162636\"}}",
        "\"content_type\":\"tss2\",\"content\":{\"event\":{}}}",
        "\"content_type\":\"TSS2\",\"content\":{\"data\":\"616263\"}}",
      })
  void whatIsNeitherFormIsMalformed(String rest) throws Exception {
    assertThat(codes(read(NOW + "," + HEAD + rest))).containsExactly(EventFinding.Code.MALFORMED);
  }

  @Test
  void algorithmsHaveOneCase() throws Exception {
    assertThat(codes(read(NOW.replace("SHA256", "Sha256"))))
        .containsExactly(EventFinding.Code.MALFORMED);
    assertThat(read(NOW.replace("SHA256", "SM3_256")).replayed().get(Registers.pcr(16)))
        .containsOnlyKeys(HashAlgorithm.SM3);
  }

  @Test
  void firmwaresEventsMayHaveNoTypeThatItKnows() throws Exception {
    String event =
        HEAD
            + "\"content_type\":\"pcclient_std\",\"content\":{\"event_type\":"
            + "\"Unknown event type\",\"event_data\":\"616263\"}}";
    MeasurementLog log = read(event);
    assertThat(log.findings()).isEmpty();
    assertThat(log.events().get(0).claimedType()).isEqualTo("unnamed");
    assertThat(log.replayed(Registers.pcr(16), SHA256)).isEqualTo(extended(ABC));
    assertThat(read(event.replace("616263", "00")).events().get(0).coverage())
        .isEqualTo(Coverage.CLAIMED);
  }

  /** Zeros as the kernel's list has them, or FF, by which they extend. */
  @ParameterizedTest
  @ValueSource(strings = {"00", "ff"})
  void violationsExtendOnes(String fill) throws Exception {
    String entry =
        "{\"recnum\":0,\"pcr\":10,\"digests\":[{\"hashAlg\":\"sha256\",\"digest\":\""
            + fill.repeat(32)
            + "\"}],\"content_type\":\"ima_template\",\"content\":"
            + "{\"template_name\":\"ima-ng\",\"template_value\":\"0000\"}}";
    MeasurementLog log = read(entry);
    assertThat(log.findings()).isEmpty();
    assertThat(log.replayed(Registers.pcr(10), SHA256))
        .isEqualTo(extended(Digest.filled(SHA256, 0xFF)));
    assertThat(codes(read(entry.replace(fill.repeat(32), "0f".repeat(32)))))
        .containsExactly(EventFinding.Code.DIGEST_DIFFERS);
  }

  @Test
  void onlyJsonCarriesIt() throws Exception {
    List<CelRecord> records = CelLogs.records(("[" + NOW + "]").getBytes(UTF_8), LogKind.CEL_JSON);
    byte[] again = CelJsonWriter.write(records);
    assertThat(CelLogs.records(again, LogKind.CEL_JSON)).isEqualTo(records);
    assertThatThrownBy(() -> CelTlvWriter.write(records))
        .isInstanceOf(CelCannotCarryException.class)
        .hasMessageContaining("record 1");
    assertThatThrownBy(() -> CelCborWriter.write(records))
        .isInstanceOf(CelCannotCarryException.class);
  }
}
