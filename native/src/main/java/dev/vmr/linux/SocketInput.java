package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes in on a {@link UnixConnection}: bytes, and descriptors beside them. */
final class SocketInput {
  private static final int BUFFER = 1 << 13;
  private static final long POLL_NANOS = 50_000;

  private final Descriptor descriptor;
  private final Memory buffer = new Memory(BUFFER);
  private final ByteBuffer content = buffer.getByteBuffer(0, BUFFER);
  private final AncillaryMessage ancillary = new AncillaryMessage(buffer);
  private boolean takesDescriptors;
  private boolean polling;
  private @Nullable UnixConnection received;

  SocketInput(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** {@link UnixConnection#acceptDescriptors}. */
  synchronized void acceptDescriptors() {
    takesDescriptors = true;
  }

  /** {@link UnixConnection#poll}. */
  synchronized void poll() {
    polling = Runtime.getRuntime().availableProcessors() > 1;
  }

  /** {@link UnixConnection#read}. */
  synchronized int read(byte[] target, int offset, int length) throws IOException {
    long want = Math.min(length, BUFFER);
    long count = descriptor.use(socket -> receive(socket, want));
    if (count > 0) {
      content.get(0, target, offset, (int) count);
    }
    return count > 0 ? (int) count : -1;
  }

  private long receive(int socket, long want) throws IOException {
    if (polling && !takesDescriptors) {
      long count = ask(socket, want);
      if (count >= 0) {
        return count;
      }
    }
    while (true) {
      try {
        if (!takesDescriptors) {
          return Libc.recv(socket, buffer, want, 0);
        }
        long count = Libc.recvmsg(socket, ancillary.prepare(want), Libc.MSG_CMSG_CLOEXEC);
        ancillary.descriptors().forEach(this::keep);
        return count;
      } catch (LastErrorException e) {
        int error = e.getErrorCode();
        if (error == Libc.EAGAIN) {
          throw new SocketTimeoutException("nothing came in time");
        }
        if (error == Libc.ECONNRESET) {
          return 0;
        }
        if (error != Libc.EINTR) {
          throw Libc.failed("receive", e);
        }
      }
    }
  }

  /** Asks again and again for what comes soon; -1 when nothing did. */
  private long ask(int socket, long want) {
    long address = Pointer.nativeValue(buffer);
    long end = System.nanoTime() + POLL_NANOS;
    do {
      long count = PollingLibc.recv(socket, address, want, Libc.MSG_DONTWAIT);
      if (count >= 0) {
        return count;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() < end);
    return -1;
  }

  private void keep(int number) {
    if (received == null) {
      received = new UnixConnection(number);
    } else {
      Libc.closeQuietly(number);
    }
  }

  /** {@link UnixConnection#takeReceived}. */
  synchronized Optional<UnixConnection> takeReceived() {
    UnixConnection taken = received;
    received = null;
    return Optional.ofNullable(taken);
  }

  /**
   * Looks for a byte that has come, without waiting for it or taking it, and without the lock.
   *
   * @param whenNothing the answer when none has come and one still may
   * @return whether there is one; false at the end
   */
  boolean peek(boolean whenNothing) {
    try {
      return descriptor.use(
          socket -> {
            try (Memory peeked = new Memory(1)) {
              return Libc.recv(socket, peeked, 1, Libc.MSG_PEEK | Libc.MSG_DONTWAIT) > 0;
            } catch (LastErrorException e) {
              boolean nothing = e.getErrorCode() == Libc.EAGAIN || e.getErrorCode() == Libc.EINTR;
              return nothing && whenNothing;
            }
          });
    } catch (IOException e) {
      return false;
    }
  }
}
