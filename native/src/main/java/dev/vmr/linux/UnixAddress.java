package dev.vmr.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A struct sockaddr_un: a 16-bit family and a path that ends in a NUL. */
final class UnixAddress {
  private static final int MAX_PATH = 107;
  private static final int SIZE = 2 + MAX_PATH + 1;

  private UnixAddress() {}

  static byte[] of(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > MAX_PATH) {
      throw new IOException(
          path + ": the path of a unix socket has 1 to " + MAX_PATH + " bytes, not " + name.length);
    }
    return ByteBuffer.allocate(SIZE)
        .order(ByteOrder.nativeOrder())
        .putShort((short) Libc.AF_UNIX)
        .put(name)
        .array();
  }
}
