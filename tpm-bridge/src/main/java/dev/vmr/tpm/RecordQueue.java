package dev.vmr.tpm;

import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.Receipt;
import dev.vmr.mux.RefusedException;
import dev.vmr.record.LogRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The records of what the engine has done and no log has yet: empty after each command, unless a
 * log or a register failed. They go out in order or not at all.
 */
final class RecordQueue {
  private record Entry(Multiplexer multiplexer, LogRecord record) {}

  private final Queue<Entry> entries = new ArrayDeque<>();
  private volatile @Nullable String failure;
  private boolean broken;

  /** Why the last record did not go out, when it did not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The engine has done what no record can tell: nothing goes out any more. */
  void breakDown(String why) {
    entries.clear();
    failure = why;
    broken = true;
  }

  void add(Multiplexer multiplexer, LogRecord record) {
    entries.add(new Entry(multiplexer, record));
  }

  /**
   * Sends what waits.
   *
   * @return the receipt of the last record, or null when none waited
   * @throws IOException when not all went out; the rest still waits
   */
  @Nullable Receipt drain() throws IOException {
    if (broken) {
      throw new IOException(failure);
    }
    Receipt last = null;
    while (!entries.isEmpty()) {
      Entry next = entries.element();
      try {
        last = next.multiplexer().submit(next.record());
      } catch (RefusedException | IOException e) {
        failure = String.valueOf(e.getMessage());
        throw new IOException(failure, e);
      }
      entries.remove();
    }
    failure = null;
    return last;
  }
}
