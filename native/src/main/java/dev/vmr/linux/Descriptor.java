package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * A file descriptor that several threads use. Its number is given back to the kernel only when the
 * last of them is done with it, so that no call ever reaches a descriptor that is someone else's by
 * then.
 */
final class Descriptor {
  /** A call that uses the descriptor. */
  interface Call<T> {
    T with(int descriptor) throws IOException;
  }

  private final int number;
  private int users;
  private boolean closed;

  Descriptor(int number) {
    this.number = number;
  }

  <T> T use(Call<T> call) throws IOException {
    synchronized (this) {
      if (closed) {
        throw new ClosedChannelException();
      }
      users++;
    }
    try {
      return call.with(number);
    } finally {
      release();
    }
  }

  private synchronized void release() {
    users--;
    closeWhenIdle();
  }

  private void closeWhenIdle() {
    if (closed && users == 0) {
      Libc.closeQuietly(number);
    }
  }

  /** Wakes every thread that waits on the socket, and closes it once they are gone. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (users > 0) {
      try {
        Libc.shutdown(number, Libc.SHUT_RDWR);
      } catch (LastErrorException e) {
        return; // not connected any more, so nobody waits
      }
    }
    closeWhenIdle();
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
