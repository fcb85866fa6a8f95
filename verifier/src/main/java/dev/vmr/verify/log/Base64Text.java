package dev.vmr.verify.log;

import java.util.Arrays;
import java.util.Base64;

/** A log that somebody has put into base64, with or without line feeds. */
final class Base64Text {
  private static final int MIN_SIZE = 16;

  private Base64Text() {}

  /** What a text encodes; empty when it is no base64, or so short that it may be anything. */
  static byte[] decode(byte[] text) {
    byte[] digits = new byte[text.length];
    int count = 0;
    for (byte b : text) {
      boolean digit =
          (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || (b >= '0' && b <= '9')
              || b == '+'
              || b == '/'
              || b == '=';
      if (digit) {
        digits[count++] = b;
      } else if (b != '\n' && b != '\r') {
        return new byte[0];
      }
    }
    if (count < MIN_SIZE || count % 4 != 0) {
      return new byte[0];
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(digits, count));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
