package dev.vmr.verify.quote;

import java.util.Arrays;
import java.util.Base64;

/** Binary quotes and logs that somebody has put into text: hex, or Base64. */
public final class TextForms {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

  private TextForms() {}

  /** The bytes that a text stands for; the same bytes when it is no hex and no Base64. */
  public static byte[] decode(byte[] text) {
    byte[] compact = new byte[text.length];
    int length = 0;
    boolean hex = true;
    for (byte b : text) {
      if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
        continue;
      }
      if (!isBase64(b)) {
        return text;
      }
      hex &= Character.digit(b, 16) >= 0 || (b == 'x' && length == 1);
      compact[length++] = b;
    }
    int prefix = length >= 2 && compact[0] == '0' && compact[1] == 'x' ? 2 : 0;
    compact = Arrays.copyOfRange(compact, prefix, length);
    if (compact.length == 0) {
      return text;
    }
    if (hex && compact.length % 2 == 0) {
      return hex(compact);
    }
    try {
      return Base64.getDecoder().decode(compact);
    } catch (IllegalArgumentException e) {
      return text; // only looked like it
    }
  }

  private static boolean isBase64(byte b) {
    return BASE64.indexOf(b) >= 0;
  }

  private static byte[] hex(byte[] digits) {
    byte[] bytes = new byte[digits.length / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte) (Character.digit(digits[2 * i], 16) << 4 | Character.digit(digits[2 * i + 1], 16));
    }
    return bytes;
  }
}
