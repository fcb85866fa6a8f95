package dev.vmr.log;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a log into lines, at LF and nowhere else (docs/log-format.md, section 1).
 *
 * <p>Reads in constant memory whatever the input holds: a record is bounded, and a comment is
 * skipped without being kept.
 */
public final class LineScanner {
  /** The largest record in bytes, without its LF. */
  public static final int MAX_RECORD = 4095;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final LineSink sink;
  private final byte[] buffer = new byte[BUFFER];

  /** The bytes that were read and not yet given out are {@code buffer[start, limit)}. */
  private int start;

  private int limit;
  private long line;

  private LineScanner(InputStream in, LineSink sink, long linesBefore) {
    this.in = in;
    this.sink = sink;
    this.line = linesBefore;
  }

  /**
   * Gives all lines of {@code in} to {@code sink}, up to the end or the first line that is too
   * long.
   *
   * @throws IOException when reading fails
   */
  public static void scan(InputStream in, LineSink sink) throws IOException {
    scan(in, sink, 0);
  }

  /**
   * As {@link #scan(InputStream, LineSink)}, where {@code in} begins after a line of the log.
   *
   * @param linesBefore how many lines lie before it
   * @return how many lines there are up to the last LF, those before counted
   */
  public static long scan(InputStream in, LineSink sink, long linesBefore) throws IOException {
    LineScanner scanner = new LineScanner(in, sink, linesBefore);
    scanner.run();
    return scanner.line;
  }

  private void run() throws IOException {
    while (true) {
      int length = findEnd();
      if (length < 0) {
        return;
      }
      start += length + 1;
    }
  }

  /**
   * Finds and gives out the next line, which begins at {@code start}.
   *
   * @return its length, or -1 when there is nothing more to do
   */
  private int findEnd() throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = start + scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          return give(i - start);
        }
      }
      scanned = limit - start;
      if (scanned > 0 && buffer[start] == '#') {
        // Keep only the mark: a comment's text is nobody's business, however long it is.
        limit = start + 1;
        scanned = 1;
      } else if (scanned > MAX_RECORD) {
        sink.tooLong(line + 1);
        return -1;
      }
      if (!fill()) {
        giveTorn(limit - start);
        return -1;
      }
    }
  }

  private int give(int length) {
    line++;
    if (length > 0 && buffer[start] != '#') {
      if (length > MAX_RECORD) {
        sink.tooLong(line);
        return -1;
      }
      sink.record(line, buffer, start, length);
    }
    return length;
  }

  private void giveTorn(int length) {
    if (length > 0 && buffer[start] != '#') {
      sink.torn(line + 1, buffer, start, length);
    }
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      start = 0;
    }
    int read = in.readNBytes(buffer, limit, buffer.length - limit);
    limit += read;
    return read > 0;
  }
}
