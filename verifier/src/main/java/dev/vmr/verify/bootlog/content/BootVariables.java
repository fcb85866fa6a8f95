package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of {@code BootOrder}, {@code BootNext} and {@code Boot####} (UEFI 2.10, 3.1.3). */
final class BootVariables {
  private BootVariables() {}

  static Map<String, Object> value(String name, byte[] data) throws InvalidDataException {
    if (name.equals("BootOrder")) {
      return Map.of("order", order(data));
    }
    if (name.matches("Boot[0-9A-F]{4}") && data.length > 0) {
      return option(data);
    }
    return Map.of();
  }

  private static List<Object> order(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    ImmutableList.Builder<Object> order = ImmutableList.builder();
    while (in.remaining() > 0) {
      order.add(String.format(Locale.ROOT, "Boot%04X", in.u16("BootOrder")));
    }
    return order.build();
  }

  /** EFI_LOAD_OPTION. */
  private static Map<String, Object> option(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    long attributes = in.u32("the attributes");
    int size = in.u16("the size of the device path");
    StringBuilder description = new StringBuilder();
    for (int unit = in.u16("the description"); unit != 0; unit = in.u16("the description")) {
      description.append((char) unit);
    }
    DevicePath path = DevicePath.of(in.part(size, "the device path"));
    return ImmutableMap.of(
        "enabled", (attributes & 1) != 0,
        "description", description.toString(),
        "device-path", path.text(),
        "optional-data", Texts.hex(in.rest()));
  }

  /** A value in a line. */
  static String summary(Map<String, Object> value) {
    if (value.get("signatures") instanceof List<?> list) {
      return list.size() + " signatures";
    }
    if (value.containsKey("description")) {
      return value.get("description") + " " + value.get("device-path");
    }
    if (value.containsKey("order")) {
      return String.valueOf(value.get("order"));
    }
    Object one = value.getOrDefault("enabled", value.get("string"));
    return String.valueOf(one == null ? value.getOrDefault("subject", value.get("sha256")) : one);
  }
}
