package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What parts the firmware's measurements from those after it (PC Client Platform Firmware Profile,
 * section 10.4.1).
 *
 * @param meaning {@code ok}, {@code error}, or the text that the boot loader put there
 * @param hex its bytes
 */
public record Separator(String meaning, String hex) implements BootContent {
  static BootContent of(byte[] data) throws InvalidDataException {
    String hex = Texts.hex(data);
    if (data.length != 4) {
      throw new InvalidDataException("a separator has 4 bytes, not " + data.length);
    }
    if (hex.equals("00000000") || hex.equals("ffffffff")) {
      return new Separator("ok", hex);
    }
    String text = new String(data, StandardCharsets.ISO_8859_1);
    boolean printable = text.chars().allMatch(c -> c > ' ' && c <= '~');
    return new Separator(printable ? text : "error", hex);
  }

  @Override
  public String text() {
    return meaning.equals("ok") ? hex : meaning + " " + hex;
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of("is", "separator", "meaning", meaning, "data", hex);
  }
}
