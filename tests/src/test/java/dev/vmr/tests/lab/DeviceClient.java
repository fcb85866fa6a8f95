package dev.vmr.tests.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** One client of the kernel's {@code /dev/tpmrm0}, in the guest. Stands on the JDK alone. */
final class DeviceClient implements AutoCloseable {
  static final int SUCCESS = 0;
  private static final String DEVICE = "/dev/tpmrm0";

  /** How often a slow guest may be late in a row. */
  private static final int PATIENCE = 5;

  private final RandomAccessFile file;

  DeviceClient() throws IOException {
    file = new RandomAccessFile(DEVICE, "rw");
  }

  static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** A response's code. */
  static int code(byte[] response) {
    return ByteBuffer.wrap(response).getInt(6);
  }

  void write(String command) throws IOException {
    file.write(bytes(command));
  }

  int read(byte[] response) throws IOException {
    return file.read(response);
  }

  byte[] send(String command) throws IOException {
    write(command);
    byte[] response = new byte[4096];
    int count = read(response);
    if (count < 10) {
      throw new IOException("a response of " + count + " bytes");
    }
    return Arrays.copyOf(response, count);
  }

  byte[] succeed(String command) throws IOException {
    byte[] response = send(command);
    require(code(response) == SUCCESS, command + " was answered " + code(response));
    return response;
  }

  /**
   * Whether the kernel has not waited for the answer: ETIME. The TPM may have done it all the same.
   */
  static boolean late(IOException e) {
    return "Timer expired".equals(e.getMessage());
  }

  /** As {@link #succeed}, for a command that changes nothing: again when the answer was late. */
  byte[] ask(String command) throws IOException {
    for (int times = 1; ; times++) {
      try {
        return succeed(command);
      } catch (IOException e) {
        if (!late(e) || times == PATIENCE) {
          throw e;
        }
      }
    }
  }

  byte[] readPcr(int pcr) throws IOException {
    byte[] selection = new byte[3];
    selection[pcr / 8] = (byte) (1 << pcr % 8);
    byte[] response =
        ask("8001000000140000017e00000001000b03" + HexFormat.of().formatHex(selection));
    return Arrays.copyOfRange(response, response.length - 32, response.length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
