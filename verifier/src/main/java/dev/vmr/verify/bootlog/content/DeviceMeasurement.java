package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * A measurement that a device gave by SPDM: DEVICE_SECURITY_EVENT_DATA (PC Client Platform Firmware
 * Profile, section 10.2.7), its header alone.
 *
 * @param signature {@code SPDM Device Sec} or {@code SPDM Device Sec2}
 * @param version of the structure
 * @param rest what follows
 */
public record DeviceMeasurement(String signature, int version, String rest) implements BootContent {
  private static final String FIRST = "SPDM Device Sec\0";
  private static final String SECOND = "SPDM Device Sec2";

  static BootContent of(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    String signature = in.ascii(FIRST.length(), "the signature");
    if (!signature.equals(FIRST) && !signature.equals(SECOND)) {
      throw new InvalidDataException("device security data begins with SPDM Device Sec");
    }
    int version = in.u16("the version");
    return new DeviceMeasurement(Texts.withoutEnd(signature), version, Texts.hex(in.rest()));
  }

  @Override
  public String text() {
    return signature + ", version " + version + ", " + rest.length() / 2 + " bytes";
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of(
        "is",
        "device-measurement",
        "signature",
        signature,
        "version",
        (long) version,
        "data",
        rest);
  }
}
