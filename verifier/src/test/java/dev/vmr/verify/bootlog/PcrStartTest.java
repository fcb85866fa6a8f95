package dev.vmr.verify.bootlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.verify.convert.Conversion;
import dev.vmr.verify.convert.TargetFormat;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.log.MeasurementLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What PCRs begin with, in a firmware's log and in what it is converted to. */
class PcrStartTest {
  private static final byte[] ABC = "abc".getBytes(US_ASCII);
  private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;

  private final BootLogBuilder log = new BootLogBuilder(HashAlgorithm.SHA1, SHA256);

  private static Digest extended(Digest start) {
    return new RegisterBank(start).extendedBy(SHA256.hash(ABC)).value();
  }

  private static Digest from(int locality) {
    return extended(new InitialValue(locality).in(SHA256));
  }

  /** Nobody can extend them before a dynamic launch, which clears them. */
  @Test
  void aDynamicLaunchClears() {
    log.head().event(17, 0x1000_0000L, ABC, "DRTM".getBytes(US_ASCII)).event(22, 5, ABC);
    MeasurementLog read = BootLogs.read(log.bytes());
    assertThat(read.replayed(Registers.pcr(17), SHA256)).isEqualTo(from(0));
    assertThat(read.replayed(Registers.pcr(22), SHA256)).isEqualTo(from(0));
    assertThat(read.replayed(Registers.pcr(18), SHA256)).isEqualTo(Digest.filled(SHA256, 0xFF));
  }

  @ParameterizedTest
  @EnumSource(
      value = TargetFormat.class,
      names = {"CEL_JSON", "CEL_CBOR", "CEL_TLV", "TCG2"})
  void anotherFormatBeginsAlike(TargetFormat target) throws Exception {
    log.head()
        .event(0, 3, "StartupLocality\0\3".getBytes(US_ASCII))
        .event(0, 8, ABC)
        .event(17, 5, ABC);
    MeasurementLog read = MeasurementLogs.read(Conversion.convert(log.bytes(), target));
    assertThat(read.replayed(Registers.pcr(0), SHA256)).isEqualTo(from(3));
    assertThat(read.replayed(Registers.pcr(17), SHA256)).isEqualTo(from(0));
    assertThat(read.replayed()).isEqualTo(BootLogs.read(log.bytes()).replayed());
    log.log.reset();
    log.head().event(0, 0x8000_0010L, ABC);
    read = MeasurementLogs.read(Conversion.convert(log.bytes(), target));
    assertThat(read.replayed(Registers.pcr(0), SHA256)).isEqualTo(from(4));
  }

  @Test
  void aLocalityThatComesTooLateIsSaidThereToo() throws Exception {
    log.head().event(0, 8, ABC).event(0, 3, "XtartupLocality\0\3".getBytes(US_ASCII));
    byte[] cel = Conversion.convert(log.bytes(), TargetFormat.CEL_JSON);
    String misplaced = new String(cel, US_ASCII).replace("\"5874", "\"5374");
    assertThat(MeasurementLogs.read(misplaced.getBytes(US_ASCII)).findings())
        .extracting(EventFinding::code)
        .contains(EventFinding.Code.MISPLACED_EVENT);
  }
}
