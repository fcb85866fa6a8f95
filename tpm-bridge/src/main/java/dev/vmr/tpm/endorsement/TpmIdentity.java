package dev.vmr.tpm.endorsement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a TPM is, as its endorsement certificates say it (TCG EK Credential Profile, section 3.1).
 *
 * @param manufacturer {@code id:} and eight hexadecimal digits: its number in TCG's vendor registry
 * @param model the part number
 * @param version {@code id:} and eight hexadecimal digits: the firmware's
 * @param specification which TPM 2.0 Library specification it follows
 */
public record TpmIdentity(
    String manufacturer, String model, String version, Specification specification) {
  private static final int PT_FAMILY = 0x100;
  private static final int PT_LEVEL = 0x101;
  private static final int PT_REVISION = 0x102;
  private static final int PT_MANUFACTURER = 0x105;
  private static final int PT_VENDOR_STRING = 0x106;
  private static final int VENDOR_STRINGS = 4;
  private static final int PT_FIRMWARE = 0x10B;

  /**
   * A version of the specification.
   *
   * @param family such as 2.0
   * @param level such as 0
   * @param revision times a hundred, such as 164
   */
  public record Specification(String family, int level, int revision) {}

  /** What the TPM itself says. */
  static TpmIdentity read(FactoryTpm tpm) throws IOException {
    StringBuilder model = new StringBuilder();
    for (int i = 0; i < VENDOR_STRINGS; i++) {
      model.append(text(tpm.property(PT_VENDOR_STRING + i)));
    }
    return new TpmIdentity(
        id(tpm.property(PT_MANUFACTURER)),
        model.toString().strip(),
        id(tpm.property(PT_FIRMWARE)),
        new Specification(
            text(tpm.property(PT_FAMILY)), tpm.property(PT_LEVEL), tpm.property(PT_REVISION)));
  }

  private static String id(int value) {
    return String.format(Locale.ROOT, "id:%08X", value);
  }

  /** Four characters, of which those that are NUL are not there. */
  private static String text(int value) {
    byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    return new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
