package dev.vmr.tpm.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads whole fields from a connection of the Microsoft simulator's protocol. */
final class SimulatorReader {
  private final Connection connection;

  SimulatorReader(Connection connection) {
    this.connection = connection;
  }

  /** That many bytes, or null at the end of the connection. */
  byte @Nullable [] bytes(int size) throws IOException {
    byte[] data = new byte[size];
    int have = 0;
    while (have < size) {
      int count = connection.read(data, have, size - have);
      if (count < 0) {
        return null;
      }
      have += count;
    }
    return data;
  }

  /** An unsigned 32-bit number, or -1 at the end of the connection. */
  long number() throws IOException {
    byte[] data = bytes(4);
    return data == null ? -1 : Integer.toUnsignedLong(Frames.int32(data, 0));
  }
}
