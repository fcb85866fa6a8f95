package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Where firmware code lay that was measured: UEFI_PLATFORM_FIRMWARE_BLOB and its second form.
 *
 * @param description of the second form; empty in the first
 * @param base its address
 * @param length in bytes
 */
public record FirmwareBlob(String description, long base, long length) implements BootContent {
  static BootContent first(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    BootContent blob = new FirmwareBlob("", in.u64("the address"), in.u64("the length"));
    in.end();
    return blob;
  }

  static BootContent second(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    String description = in.ascii(in.u8("the description"), "the description");
    BootContent blob =
        new FirmwareBlob(
            Texts.withoutEnd(description), in.u64("the address"), in.u64("the length"));
    in.end();
    return blob;
  }

  @Override
  public String text() {
    String where = Texts.hex(base) + ", " + Long.toUnsignedString(length) + " bytes";
    return description.isEmpty() ? where : Texts.line(description) + " at " + where;
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of(
        "is",
        "firmware-blob",
        "description",
        description,
        "base",
        Texts.hex(base),
        "length",
        length);
  }
}
