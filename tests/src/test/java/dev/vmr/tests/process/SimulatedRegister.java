package dev.vmr.tests.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/**
 * The simulated rtmr3 in a daemon's state folder, read and changed past the daemon
 * (docs/simulated-platform.md, section 2).
 *
 * @param state the folder
 */
public record SimulatedRegister(Path state) {
  private static final int START = 96 + 3 * 104;

  /** Its value in hex. */
  public String value() throws IOException {
    byte[] file = Files.readAllBytes(file());
    int at = place(ByteBuffer.wrap(file).getLong(START));
    return HexFormat.of().formatHex(file, at, at + 48);
  }

  /** Gives it another value, as if somebody else had extended it. */
  public void change(byte[] value) throws IOException {
    long count = ByteBuffer.wrap(Files.readAllBytes(file())).getLong(START) + 1;
    try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(value), place(count));
      file.write(ByteBuffer.allocate(8).putLong(0, count), START);
    }
  }

  private Path file() {
    return state.resolve("simulated/registers");
  }

  private static int place(long count) {
    return START + 8 + (int) (count & 1) * 48;
  }
}
