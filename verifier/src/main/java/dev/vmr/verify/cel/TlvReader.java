package dev.vmr.verify.cel;

import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogPlace;

/** Reads fields of a type, a length and a value one after the other. */
final class TlvReader {
  private static final int HEAD = 5;

  private final byte[] log;
  private final int end;
  private int position;
  private int type;
  private int from;
  private int to;

  /** Reads {@code log[from, end)}. */
  TlvReader(byte[] log, int from, int end) {
    this.log = log;
    this.position = from;
    this.end = end;
  }

  boolean more() {
    return position < end;
  }

  LogPlace place() {
    return LogPlace.offset(position);
  }

  /** Enters the next field. */
  void next() throws CelFormatException {
    if (end - position < HEAD) {
      throw truncated();
    }
    type = Byte.toUnsignedInt(log[position]);
    long length = 0;
    for (int i = 1; i < HEAD; i++) {
      length = length << 8 | Byte.toUnsignedInt(log[position + i]);
    }
    if (length > end - position - HEAD) {
      throw truncated();
    }
    from = position + HEAD;
    to = from + (int) length;
    position = to;
  }

  private CelFormatException truncated() {
    boolean whole = end == log.length;
    return new CelFormatException(
        whole ? EventFinding.Code.TRUNCATED : EventFinding.Code.MALFORMED,
        place(),
        whole ? "the log ends inside a field" : "a field is larger than the one that it is in");
  }

  int type() {
    return type;
  }

  void expect(int expected, String reason) throws CelFormatException {
    if (type != expected) {
      throw CelFormatException.malformed(LogPlace.offset(from - HEAD), reason);
    }
  }

  /** The field as a big-endian number; tools write it in different widths. */
  long number(int maxBytes) throws CelFormatException {
    int size = to - from;
    if (size < 1 || size > 8) {
      throw CelFormatException.malformed(LogPlace.offset(from), "a number has 1 to 8 bytes");
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 8 | Byte.toUnsignedInt(log[i]);
    }
    if (number < 0 || (maxBytes < 8 && number >>> (8 * maxBytes) != 0)) {
      throw CelFormatException.malformed(LogPlace.offset(from), "a number is too large");
    }
    return number;
  }

  Bytes bytes() {
    return Bytes.of(log, from, to);
  }

  /** The fields within the field. */
  TlvReader inner() {
    return new TlvReader(log, from, to);
  }

  void end() throws CelFormatException {
    if (more()) {
      throw CelFormatException.malformed(place(), "there is one field too many");
    }
  }
}
