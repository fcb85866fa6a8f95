package dev.vmr.verify.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.verify.aael.AaelTextLogs;
import dev.vmr.verify.cel.CelLogs;
import dev.vmr.verify.dstack.DstackRuntimeLogs;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.systemd.SystemdLogs;

/** Every reader takes any bytes: it reads them, or says why not. */
class MeasurementLogsFuzzTest {
  private static void check(MeasurementLog log) {
    log.events()
        .forEach(
            event -> {
              assertThat(event.claimedContent().text()).matches("[ -~]*");
              assertThat(event.claimedContent().fields()).isNotNull();
            });
    assertThat(log.complete() || !log.findings().isEmpty()).isTrue();
  }

  @FuzzTest(maxDuration = "60s")
  void anyLog(byte[] data) {
    try {
      check(MeasurementLogs.read(data));
    } catch (UnknownLogException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void celTlv(byte[] data) {
    check(CelLogs.read(data, LogKind.CEL_TLV));
  }

  @FuzzTest(maxDuration = "60s")
  void celCbor(byte[] data) {
    check(CelLogs.read(data, LogKind.CEL_CBOR));
  }

  @FuzzTest(maxDuration = "60s")
  void celJson(byte[] data) {
    check(CelLogs.read(data, LogKind.CEL_JSON));
  }

  @FuzzTest(maxDuration = "60s")
  void systemd(byte[] data) {
    check(SystemdLogs.read(data));
  }

  @FuzzTest(maxDuration = "60s")
  void dstackFile(byte[] data) {
    check(DstackRuntimeLogs.read(data));
  }

  @FuzzTest(maxDuration = "60s")
  void aaelText(byte[] data) {
    byte[] log = new byte[5 + data.length];
    System.arraycopy("INIT ".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, log, 0, 5);
    System.arraycopy(data, 0, log, 5, data.length);
    check(AaelTextLogs.read(log));
  }
}
