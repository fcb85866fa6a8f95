package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * An image that firmware has loaded: UEFI_IMAGE_LOAD_EVENT. The digest is the Authenticode hash of
 * the image, which is not in the log.
 *
 * @param location its address in memory
 * @param length in bytes
 * @param linkTime the address that it was linked for
 * @param path the device path that it came from
 */
public record LoadedImage(long location, long length, long linkTime, DevicePath path)
    implements BootContent {
  static BootContent of(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    long location = in.u64("the address");
    long length = in.u64("the length");
    long linkTime = in.u64("the link time address");
    int size = in.count64("the size of the device path");
    // shim leaves bytes of nothing behind the path.
    return new LoadedImage(
        location, length, linkTime, DevicePath.of(in.part(size, "the device path")));
  }

  @Override
  public String text() {
    String from = path.text();
    return from.isEmpty() ? length + " bytes at " + Texts.hex(location) : Texts.line(from);
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of(
        "is",
        "loaded-image",
        "location",
        Texts.hex(location),
        "length",
        length,
        "link-time-address",
        Texts.hex(linkTime),
        "device-path",
        path.text());
  }
}
