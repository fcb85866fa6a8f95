package dev.vmr.tpm.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** What a client has sent and nobody has taken yet: the beginning of a request, or more of them. */
final class RequestBuffer {
  private final Connection connection;
  private final Duration patience;
  private byte[] data;
  private int size;

  /**
   * An empty buffer.
   *
   * @param capacity the largest request in bytes that is usual; a larger one takes more as it comes
   * @param patience how long the rest of a request that has begun may take
   */
  RequestBuffer(Connection connection, int capacity, Duration patience) {
    this.connection = connection;
    this.patience = patience;
    this.data = new byte[capacity];
  }

  /** How many bytes are there. */
  int size() {
    return size;
  }

  int int32(int at) {
    return Frames.int32(data, at);
  }

  int u8(int at) {
    return data[at] & 0xFF;
  }

  /** A copy of {@code [from, to)}. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(data, from, to);
  }

  /** Takes everything before {@code end} out. */
  void drop(int end) {
    System.arraycopy(data, end, data, 0, size - end);
    size -= end;
  }

  /** Waits for a request to begin; false when the client is done. */
  boolean await() throws IOException {
    return fill(1);
  }

  /** Waits for {@code wanted} bytes of a request that has begun; false when they do not come. */
  boolean awaitRest(int wanted) throws IOException {
    if (size >= wanted) {
      return true;
    }
    connection.readTimeout(patience);
    try {
      return fill(wanted);
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      connection.readTimeout(Duration.ZERO);
    }
  }

  private boolean fill(int wanted) throws IOException {
    while (size < wanted) {
      if (size == data.length) {
        data = Arrays.copyOf(data, Math.min(wanted, 2 * size));
      }
      int count = connection.read(data, size, data.length - size);
      if (count < 0) {
        return false;
      }
      size += count;
    }
    return true;
  }
}
