package dev.vmr.ima;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads an ASCII list, line by line (docs/ima.md, section 2). */
final class AsciiImaReader implements ImaReader {
  /** How many bytes {@link #recognises} looks at. */
  static final int HEAD = 4;

  /** Twice the largest data, which is printed in hex, and room for the rest. */
  private static final int MAX_LINE = 2 * EntryFrame.MAX_DATA + (1 << 16);

  private static final int FIRST_BUFFER = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int limit;
  private long number;

  AsciiImaReader(InputStream in) {
    this.in = in;
  }

  /** Whether a list that begins with these bytes is an ASCII list. */
  static boolean recognises(byte[] head, int length) {
    return length > 2 && (head[0] == ' ' || isDigit(head[0])) && isDigit(head[1]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  @Override
  public @Nullable ImaEntry next() throws ImaFormatException, IOException {
    int at = start;
    while (true) {
      for (; at < limit; at++) {
        if (buffer[at] == '\n') {
          String line = text(at);
          start = at + 1;
          number++;
          return entry(line);
        }
      }
      if (limit - start > MAX_LINE) {
        number++;
        throw failure("a line has at most " + MAX_LINE + " bytes");
      }
      int scanned = limit - start;
      if (!fill()) {
        return scanned == 0 ? null : unended(scanned);
      }
      at = start + scanned;
    }
  }

  private String text(int end) {
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      start = 0;
    } else if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(count, 0);
    return count > 0;
  }

  /** A last line without LF is whole if it is the one that its template digest is of. */
  private ImaEntry unended(int length) throws ImaFormatException {
    String line = text(start + length);
    start += length;
    number++;
    try {
      ImaEntry entry = entry(line);
      if (!entry.opaque() && !entry.violation()) {
        return entry;
      }
    } catch (ImaFormatException e) {
      throw truncated(e);
    }
    throw truncated(null);
  }

  private ImaFormatException truncated(@Nullable ImaFormatException cause) {
    ImaFormatException e =
        new ImaFormatException(number, "line " + number, "the list ends inside the entry", true);
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }

  private ImaFormatException failure(String reason) {
    return new ImaFormatException(number, "line " + number, reason, false);
  }

  private ImaEntry entry(String line) throws ImaFormatException {
    try {
      return AsciiEntry.parse(line, number);
    } catch (IllegalArgumentException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }
}
