package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What goes out on a {@link UnixConnection}: bytes, and a descriptor beside them. */
final class SocketOutput {
  private static final int BUFFER = 1 << 13;

  private final Descriptor descriptor;
  private final Memory buffer = new Memory(BUFFER);
  private final ByteBuffer content = buffer.getByteBuffer(0, BUFFER);

  SocketOutput(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** {@link UnixConnection#write(byte[], int, int)}. */
  synchronized void write(byte[] data, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, BUFFER);
      content.put(0, data, offset + done, part);
      done += descriptor.use(socket -> send(socket, buffer, part));
    }
  }

  private static int send(int socket, Pointer buffer, long length) throws IOException {
    while (true) {
      try {
        return (int) Libc.send(socket, buffer, length, Libc.MSG_NOSIGNAL);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != Libc.EINTR) {
          throw Libc.failed("send", e);
        }
      }
    }
  }

  /** {@link UnixConnection#write(byte[], UnixConnection)}. */
  synchronized void write(byte[] data, Descriptor passed) throws IOException {
    buffer.write(0, data, 0, data.length);
    AncillaryMessage message = new AncillaryMessage(buffer);
    long sent =
        passed.use(number -> descriptor.use(socket -> send(socket, message, data.length, number)));
    if (sent != data.length) {
      throw new IOException("sendmsg: only " + sent + " of " + data.length + " bytes");
    }
  }

  private static long send(int socket, AncillaryMessage message, int length, int passed)
      throws IOException {
    try {
      return Libc.sendmsg(socket, message.prepareSending(length, passed), Libc.MSG_NOSIGNAL);
    } catch (LastErrorException e) {
      throw Libc.failed("sendmsg", e);
    }
  }
}
