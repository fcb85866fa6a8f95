package dev.vmr.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A note for people in an extend record: UTF-8, percent-encoded where the line's rule asks for it
 * (docs/log-format.md, section 5).
 *
 * @param encoded the one spelling, as it stands in the record
 */
public record Note(String encoded) {
  private static final HexFormat HEX = HexFormat.of();

  /**
   * Checks that this is the one spelling of some text.
   *
   * @throws IllegalArgumentException when it is not
   */
  public Note {
    if (encoded.isEmpty()) {
      throw new IllegalArgumentException("a note is not empty");
    }
    if (!encode(decode(encoded)).equals(encoded)) {
      throw new IllegalArgumentException(
          "a note is percent-encoded where it must be and nowhere else");
    }
  }

  /**
   * The note that says {@code text}.
   *
   * @throws IllegalArgumentException when the text is empty or has an unpaired surrogate
   */
  public static Note of(String text) {
    return new Note(encode(text));
  }

  /** The text that was noted. */
  public String text() {
    return decode(encoded);
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      boolean edge = i == 0 || i == bytes.length - 1 || bytes[i - 1] == ' ';
      boolean plain = b == ' ' ? !edge : b > ' ' && b <= '~' && b != '%';
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static String decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException("a note is printable ASCII");
      }
      if (c == '%') {
        if (i + 3 > encoded.length()
            || !HexFormat.isHexDigit(encoded.charAt(i + 1))
            || !HexFormat.isHexDigit(encoded.charAt(i + 2))) {
          throw new IllegalArgumentException("'%' in a note is followed by two hex digits");
        }
        bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a note is UTF-8", e);
    }
  }
}
