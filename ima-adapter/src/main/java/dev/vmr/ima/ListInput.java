package dev.vmr.ima;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a list that has been read and not used yet, in a buffer that is used over and over.
 */
final class ListInput {
  private static final int FIRST_BUFFER = 1 << 18;

  private final InputStream in;

  /** What is there is from {@link #start} to {@link #limit}; reading moves it. */
  byte[] buffer;

  int start;
  int limit;

  /** Begins with what has been read already. */
  ListInput(InputStream in, byte[] head, int length) {
    this.in = in;
    this.buffer = Arrays.copyOf(head, Math.max(FIRST_BUFFER, length));
    this.limit = length;
  }

  /** Reads until {@code size} bytes are there; the buffer grows only by what has come. */
  boolean fill(int size) throws IOException {
    while (limit - start < size) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
      } else if (limit == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      int count = in.read(buffer, limit, buffer.length - limit);
      if (count < 0) {
        return false;
      }
      limit += count;
    }
    return true;
  }
}
