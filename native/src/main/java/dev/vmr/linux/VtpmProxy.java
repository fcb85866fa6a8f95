package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A TPM device of the kernel whose commands come to us: {@code /dev/tpmN} and {@code /dev/tpmrmN},
 * made through {@code /dev/vtpmx} (Documentation/security/tpm/tpm_vtpm_proxy.rst). They are gone
 * when this is closed, or the process dies.
 *
 * <p>The kernel sends its first commands while it registers the device, which it does only once
 * somebody reads. One thread reads and writes; {@link #close} from another ends its wait.
 */
public final class VtpmProxy implements Closeable {
  /** The device that makes others. */
  public static final Path DEVICE = Path.of("/dev/vtpmx");

  /** _IOWR(0xa1, 0, struct vtpm_proxy_new_dev). */
  private static final long NEW_DEV = 0xC014_A100L;

  /** Five 32-bit numbers of the machine's order: flags, device number, descriptor, major, minor. */
  private static final int NEW_DEV_SIZE = 20;

  private static final int FLAG_TPM2 = 1;

  /** The kernel's own buffer; a command or response is never longer. */
  private static final int BUFFER = 4096;

  /** struct pollfd: a descriptor, 16 bits of wanted events, 16 bits of events that are there. */
  private static final int POLLFD = 8;

  private static final int EVENTS = 4;
  private static final int FOUND = 6;

  private final int number;
  private final int descriptor;
  private final int wake;
  private final Memory buffer = new Memory(BUFFER);
  private boolean serving;
  private boolean closed;

  private VtpmProxy(int number, int descriptor, int wake) {
    this.number = number;
    this.descriptor = descriptor;
    this.wake = wake;
  }

  /**
   * Makes a TPM 2.0 device.
   *
   * @throws IOException when there is no {@code /dev/vtpmx}, or this process may not use it
   */
  public static VtpmProxy create() throws IOException {
    int control;
    try {
      control = FileCalls.open(DEVICE.toString(), FileCalls.O_RDWR | FileCalls.O_CLOEXEC);
    } catch (LastErrorException e) {
      throw new SystemCallException("open " + DEVICE + " (modprobe tpm_vtpm_proxy)", e);
    }
    try (Memory request = new Memory(NEW_DEV_SIZE)) {
      request.clear();
      request.setInt(0, FLAG_TPM2);
      FileCalls.ioctl(control, NEW_DEV, request);
      int descriptor = request.getInt(8);
      return new VtpmProxy(request.getInt(4), descriptor, wake(descriptor));
    } catch (LastErrorException e) {
      throw new SystemCallException("a new TPM of " + DEVICE, e);
    } finally {
      Libc.closeQuietly(control);
    }
  }

  private static int wake(int descriptor) throws SystemCallException {
    try {
      return FileCalls.eventfd(0, FileCalls.EFD_CLOEXEC);
    } catch (LastErrorException e) {
      Libc.closeQuietly(descriptor);
      throw new SystemCallException("eventfd", e);
    }
  }

  /** N of {@code /dev/tpmN}. */
  public int number() {
    return number;
  }

  /**
   * The next command, waiting for it.
   *
   * @return one whole command; empty when this was closed, or the kernel gave the device up
   */
  public Optional<byte[]> read() throws IOException {
    if (!begin()) {
      return Optional.empty();
    }
    try (Memory pair = new Memory(2L * POLLFD)) {
      while (true) {
        if (!await(pair)) {
          return Optional.empty();
        }
        try {
          long count = FileCalls.read(descriptor, buffer, BUFFER);
          return count > 0 ? Optional.of(buffer.getByteArray(0, (int) count)) : Optional.empty();
        } catch (LastErrorException e) {
          if (e.getErrorCode() == FileCalls.EPIPE) {
            return Optional.empty();
          }
          if (e.getErrorCode() != Libc.EINTR) {
            throw new SystemCallException("read a command of TPM " + number, e);
          }
        }
      }
    } finally {
      end();
    }
  }

  /** Waits for a command; false when there will be none. */
  private boolean await(Memory pair) throws SystemCallException {
    while (true) {
      pair.clear();
      pair.setInt(0, descriptor);
      pair.setShort(EVENTS, (short) FileCalls.POLLIN);
      pair.setInt(POLLFD, wake);
      pair.setShort(POLLFD + EVENTS, (short) FileCalls.POLLIN);
      try {
        FileCalls.poll(pair, 2, -1);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != Libc.EINTR) {
          throw new SystemCallException("poll", e);
        }
        continue;
      }
      if (pair.getShort(POLLFD + FOUND) != 0) {
        return false;
      }
      int found = pair.getShort(FOUND);
      if ((found & FileCalls.POLLIN) != 0) {
        return true;
      }
      if ((found & (FileCalls.POLLHUP | FileCalls.POLLERR)) != 0) {
        return false;
      }
    }
  }

  /**
   * Answers the command that was read last.
   *
   * @param response one whole response of at most 4096 bytes
   * @return false when the kernel does not wait for it any more
   */
  public boolean write(byte[] response) throws IOException {
    if (!begin()) {
      return false;
    }
    try {
      buffer.write(0, response, 0, response.length);
      while (true) {
        try {
          return FileCalls.write(descriptor, buffer, response.length) == response.length;
        } catch (LastErrorException e) {
          int error = e.getErrorCode();
          if (error == SystemCallException.EIO || error == FileCalls.EPIPE) {
            return false;
          }
          if (error != Libc.EINTR) {
            throw new SystemCallException("answer a command of TPM " + number, e);
          }
        }
      }
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    if (closed) {
      return false;
    }
    serving = true;
    return true;
  }

  private synchronized void end() {
    serving = false;
    if (closed) {
      release();
    }
  }

  private void release() {
    Libc.closeQuietly(descriptor);
    Libc.closeQuietly(wake);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!serving) {
      release();
      return;
    }
    try (Memory one = new Memory(Long.BYTES)) {
      one.setLong(0, 1);
      FileCalls.write(wake, one, Long.BYTES);
    } catch (LastErrorException e) {
      return; // the thread that serves releases it after the next command
    }
  }
}
