package dev.vmr.mux;

import java.io.IOException;
import java.util.List;

/**
 * Records that are committed together: their lines go to the log with one write
 * (docs/multiplexer.md, section 1).
 *
 * @param pending the records, in the order of their lines
 */
record Batch(List<Pending> pending) {
  static final Batch EMPTY = new Batch(List.of());

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** How many bytes {@link #lines} has. */
  int length() {
    int length = 0;
    for (Pending each : pending) {
      length += each.lineLength();
    }
    return length;
  }

  /** All lines, each with its LF, as they go to the log. */
  byte[] lines() {
    byte[] lines = new byte[length()];
    int end = 0;
    for (Pending each : pending) {
      each.copyLine(lines, end);
      end += each.lineLength();
    }
    return lines;
  }

  /** What is behind the first {@code count}. */
  Batch after(int count) {
    return new Batch(pending.subList(count, pending.size()));
  }

  /** Answers every caller that his record was not extended. */
  void fail(IOException why) {
    pending.forEach(each -> each.fail(why));
  }
}
