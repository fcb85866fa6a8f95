package dev.vmr.verify.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Heads and strings (RFC 8949, section 3), one after the other. */
final class CborScanner {
  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xFF;

  private final byte[] bytes;
  private final CborReader.Mode mode;
  private int position;

  CborScanner(byte[] bytes, CborReader.Mode mode) {
    this.bytes = bytes;
    this.mode = mode;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position == bytes.length;
  }

  byte[] string(int at, int major, int information) throws CborFormatException {
    if (!indefinite(at, information)) {
      return take(at, argument(at, major, information));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (!takeBreak()) {
      int chunk = position;
      int initial = next();
      if (initial >>> 5 != major || (initial & 31) == INDEFINITE) {
        throw new CborFormatException(chunk, "a chunk of another kind than its string");
      }
      byte[] part = take(chunk, argument(chunk, major, initial & 31));
      whole.writeBytes(part);
      if (major == 3) {
        text(chunk, part); // no chunk may split a character
      }
    }
    return whole.toByteArray();
  }

  static String text(int at, byte[] utf8) throws CborFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new CborFormatException(at, "a text that is not UTF-8");
    }
  }

  boolean isDeterministic() {
    return mode == CborReader.Mode.DETERMINISTIC;
  }

  /** Whether the length is indefinite, which the mode may forbid. */
  boolean indefinite(int at, int information) throws CborFormatException {
    if (information == INDEFINITE && isDeterministic()) {
      throw new CborFormatException(at, "an indefinite length");
    }
    return information == INDEFINITE;
  }

  /** Takes a break, if it is the next. */
  boolean takeBreak() {
    if (atEnd() || (bytes[position] & 0xFF) != BREAK) {
      return false;
    }
    position++;
    return true;
  }

  long argument(int at, int major, int information) throws CborFormatException {
    if (information < 24) {
      return information;
    }
    if (information > 27) {
      throw new CborFormatException(at, "additional information " + information);
    }
    int size = 1 << (information - 24);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | next();
    }
    long least = size == 1 ? 24 : size == 8 ? 1L << 32 : 1L << (4 * size);
    if (value < 0) {
      throw new CborFormatException(at, "a number of more than 63 bits");
    }
    if (isDeterministic() && value < least) {
      throw new CborFormatException(at, "a head that is longer than it needs to be");
    }
    if (major >= 2 && major <= 5 && value > bytes.length - position) {
      throw new CborFormatException(at, "longer than what follows");
    }
    return value;
  }

  private byte[] take(int at, long length) throws CborFormatException {
    if (length > bytes.length - position) {
      throw new CborFormatException(at, "longer than what follows");
    }
    position += (int) length;
    return Arrays.copyOfRange(bytes, position - (int) length, position);
  }

  int next() throws CborFormatException {
    if (atEnd()) {
      throw new CborFormatException(position, "ends too early");
    }
    return bytes[position++] & 0xFF;
  }
}
