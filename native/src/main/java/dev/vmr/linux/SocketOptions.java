package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** The options of a unix socket that are asked for or set, socket(7) and unix(7). */
final class SocketOptions {
  /** {@code struct ucred}: pid, uid and gid, 32 bits each in the machine's order. */
  private static final int UCRED_SIZE = 12;

  /** {@code struct timeval}: seconds and microseconds, 64 bits each in the machine's order. */
  private static final int TIMEVAL_SIZE = 16;

  private SocketOptions() {}

  /** SO_PEERCRED. */
  static PeerCredentials peer(int socket) throws IOException {
    byte[] value = new byte[UCRED_SIZE];
    try {
      Libc.getsockopt(socket, Libc.SOL_SOCKET, Libc.SO_PEERCRED, value, new int[] {value.length});
    } catch (LastErrorException e) {
      throw Libc.failed("SO_PEERCRED", e);
    }
    ByteBuffer credentials = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    return new PeerCredentials(
        Integer.toUnsignedLong(credentials.getInt()),
        Integer.toUnsignedLong(credentials.getInt()),
        Integer.toUnsignedLong(credentials.getInt()));
  }

  /** SO_RCVTIMEO; zero is no limit. */
  static void readTimeout(int socket, Duration timeout) throws IOException {
    byte[] value =
        ByteBuffer.allocate(TIMEVAL_SIZE)
            .order(ByteOrder.nativeOrder())
            .putLong(timeout.getSeconds())
            .putLong(timeout.getNano() / 1000)
            .array();
    try {
      Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, value, value.length);
    } catch (LastErrorException e) {
      throw Libc.failed("SO_RCVTIMEO", e);
    }
  }
}
