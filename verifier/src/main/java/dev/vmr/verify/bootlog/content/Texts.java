package dev.vmr.verify.bootlog.content;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Texts in the data of events, which may hold anything. */
public final class Texts {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHOWN = 200;

  private Texts() {}

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  /** Without the NULs that end it. */
  static String utf16(byte[] bytes) {
    return withoutEnd(new String(bytes, StandardCharsets.UTF_16LE));
  }

  static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** For people: printable ASCII, everything else escaped, and not without end. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (line.length() > SHOWN) {
        return line.append("...").toString();
      }
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return line.toString();
  }

  /**
   * Whether bytes are UTF-16 text: an even number, and every unit printable but NULs at the end.
   */
  static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2 || bytes.length % 2 != 0) {
      return false;
    }
    String text = utf16(bytes);
    return !text.isEmpty()
        && text.chars().allMatch(c -> c >= ' ' && c < 0xD800 && c != 0x7F)
        && text.chars().anyMatch(c -> c < 0x80);
  }

  /** Whether bytes are text: printable ASCII, white space, or UTF-8 beyond, but NULs at the end. */
  static boolean isAscii(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t') {
        return false;
      }
    }
    return end > 0;
  }
}
