package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A string.
 *
 * @param encoding {@code utf-8} or {@code utf-16}
 * @param string without the NULs that end it
 */
public record TextData(String encoding, String string) implements BootContent {
  static BootContent utf8(byte[] data) {
    return new TextData("utf-8", Texts.withoutEnd(new String(data, StandardCharsets.UTF_8)));
  }

  static BootContent utf16(byte[] data) {
    return new TextData("utf-16", Texts.utf16(data));
  }

  /** A string in the encoding that the data shows; opaque when it is none. */
  static BootContent of(byte[] data) {
    if (Texts.isUtf16(data) && data[1] == 0) {
      return utf16(data);
    }
    return Texts.isAscii(data) ? utf8(data) : OpaqueData.of(data);
  }

  @Override
  public String text() {
    return Texts.line(string);
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.of("is", "string", "encoding", encoding, "string", string);
  }
}
