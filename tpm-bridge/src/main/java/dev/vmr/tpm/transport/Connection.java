package dev.vmr.tpm.transport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A stream to one client. */
interface Connection extends Closeable {

  /**
   * Reads what is there, waiting for at least one byte.
   *
   * @return how many bytes; -1 at the end
   * @throws java.net.SocketTimeoutException when nothing came in the time that was set
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Whether bytes have come that nobody has read yet. */
  boolean pending() throws IOException;

  /** Sends all of it, at once if the kernel can. */
  void write(byte[] data) throws IOException;

  /** How long a read waits at the most; zero for ever. */
  void readTimeout(Duration timeout) throws IOException;

  /** A connection that the client has passed with what was read (SCM_RIGHTS). */
  default Optional<Connection> takePassed() {
    return Optional.empty();
  }

  @Override
  void close();
}
