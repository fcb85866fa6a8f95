package dev.vmr.platform.tsmmr;

import dev.vmr.linux.SystemCallException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Repeats a call that failed without having done anything (docs/tsm-mr.md, section 3). */
final class Patience {
  private static final int MAX_INTERRUPTIONS = 100;

  /** 1 + 2 + … + 128 ms. */
  private static final int MAX_PAUSES = 8;

  private Patience() {}

  /** One system call. */
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Repeats it while it fails with EINTR or EBUSY, for a quarter of a second at most.
   *
   * @throws SystemCallException the last failure, or any other
   */
  static <T> T with(Call<T> call) throws IOException {
    int interruptions = 0;
    int pauses = 0;
    while (true) {
      try {
        return call.run();
      } catch (SystemCallException e) {
        if (e.errno() == SystemCallException.EINTR && interruptions < MAX_INTERRUPTIONS) {
          interruptions++;
        } else if (e.errno() == SystemCallException.EBUSY && pauses < MAX_PAUSES) {
          pause(1L << pauses);
          pauses++;
        } else {
          throw e;
        }
      }
    }
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the hardware was busy");
    }
  }
}
