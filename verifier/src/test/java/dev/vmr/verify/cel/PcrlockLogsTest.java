package dev.vmr.verify.cel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.log.MeasurementLogs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code systemd-pcrlock cel} prints (docs/logs.md, section 5). */
class PcrlockLogsTest {
  private static final Digest ABC = HashAlgorithm.SHA256.hash("abc".getBytes(UTF_8));

  private static String record(int number, int pcr, String type) {
    return String.format(
        "{\"pcr\":%d,\"recnum\":%d,\"digests\":[{\"hashAlg\":\"sha256\",\"digest\":\"%s\"}],"
            + "\"content_type\":\"pcclient_std\",\"content\":"
            + "{\"event_type\":\"%s\",\"event_data\":\"616263\"}}",
        pcr, number, ABC.hex(), type);
  }

  private static MeasurementLog read(String... records) throws Exception {
    return MeasurementLogs.read(("[" + String.join(",", records) + "]").getBytes(UTF_8));
  }

  private static List<EventFinding.Code> codes(MeasurementLog log) {
    return log.findings().stream().map(EventFinding::code).toList();
  }

  @Test
  void recordsAreCountedForTheWholeLogFromOne() throws Exception {
    MeasurementLog log =
        read(record(1, 0, "EV_S_CRTM_VERSION"), record(2, 4, "EV_EFI_ACTION"), record(3, 0, "1"));
    assertThat(log.findings()).isEmpty();
    assertThat(log.replayed()).containsOnlyKeys(Registers.pcr(0), Registers.pcr(4));
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "1, 1", "2, 3", "0, 2"})
  void aNumberThatIsLeftOutIsSaid(int first, int second) throws Exception {
    assertThat(codes(read(record(first, 0, "EV_ACTION"), record(second, 4, "EV_ACTION"))))
        .isNotEmpty()
        .containsOnly(EventFinding.Code.RECORD_NUMBER);
  }

  @Test
  void typesWithoutANameAreNumbersInText() throws Exception {
    MeasurementLog log = read(record(1, 4, "2147483655"), record(2, 4, "268435456"));
    assertThat(log.events())
        .extracting(LoggedEvent::claimedType)
        .containsExactly("EV_EFI_ACTION", "0x10000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967296", "07", "-1", "0x4", "99999999999999999999", "ACTION", ""})
  void whatIsNeitherIsMalformed(String type) throws Exception {
    assertThat(codes(read(record(1, 4, type)))).containsExactly(EventFinding.Code.MALFORMED);
  }
}
