package dev.vmr.tests.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A program for the guest: clients of {@code /dev/tpmrm0} that do what the kernel's own tests of
 * the device do. Stands on the JDK alone. Fails with an exception.
 */
final class DeviceTraffic {
  private static final String DEVICE = "/dev/tpmrm0";
  private static final int ROUNDS = 40;
  private static final int SUCCESS = 0;

  /** TPM_RC_COMMAND_CODE of the kernel's resource manager. */
  private static final int UNKNOWN = 0x000b_0143;

  private DeviceTraffic() {}

  /** {@code clients}, or {@code stream}, which ends when the device does. */
  public static void main(String[] args) throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    boolean stream = args[0].equals("stream");
    Callable<Void> first = stream ? () -> stream(13) : () -> client(13);
    Callable<Void> second = stream ? () -> stream(14) : () -> client(14);
    Future<Void> one = two.submit(first);
    Future<Void> other = two.submit(second);
    one.get(150, TimeUnit.SECONDS);
    other.get(150, TimeUnit.SECONDS);
    two.shutdown();
    if (!stream) {
      oddities();
    }
  }

  /** Extends, reads, and wants to see its own extensions and no others. */
  private static Void client(int pcr) throws Exception {
    try (Device device = new Device()) {
      byte[] value = device.readPcr(pcr);
      for (int i = 0; i < ROUNDS; i++) {
        byte[] digest = digest(pcr, i);
        device.succeed(extend(pcr, digest));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(value);
        value = sha256.digest(digest);
        require(device.succeed("80010000000c0000017b0020").length == 44, "GetRandom");
        require(Arrays.equals(device.readPcr(pcr), value), "PCR " + pcr + " after extension " + i);
      }
      Path sysfs = Path.of("/sys/class/tpm/tpm0/pcr-sha256/" + pcr);
      String shown = Files.readString(sysfs).strip().toLowerCase(Locale.ROOT);
      require(shown.equals(HexFormat.of().formatHex(value)), "sysfs shows another PCR " + pcr);
    }
    return null;
  }

  /** Extends and tells each extension that was answered, until there is no TPM. */
  private static Void stream(int pcr) {
    try (Device device = new Device()) {
      for (int i = 0; ; i++) {
        byte[] response = device.send(extend(pcr, digest(pcr, i)));
        if (code(response) != SUCCESS) {
          return null;
        }
        System.out.println(pcr + " " + HexFormat.of().formatHex(digest(pcr, i)));
      }
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] digest(int pcr, int number) {
    return ByteBuffer.allocate(32).putInt(pcr).putInt(number).array();
  }

  /** What clients do who break the rules, each followed by one who does not. */
  private static void oddities() throws IOException {
    try (Device device = new Device()) {
      device.file.write(bytes("80010000000c0000017b0020"));
      refused(() -> device.file.write(bytes("80010000000c0000017b0020")), "a second command");
      byte[] start = new byte[10];
      require(device.file.read(start) == 10, "the beginning of a response");
      require(device.file.read(new byte[4096]) == 34, "the rest of a response");
    }
    try (Device device = new Device()) {
      refused(() -> device.file.write(bytes("8001000000")), "a command without a size");
      refused(() -> device.file.write(bytes("8001000000ff0000017b0020")), "a part of a command");
      require(code(device.send("80010000000a20ffffff")) == UNKNOWN, "an unknown command");
      require(code(device.send("80020000000b2000100001")) == UNKNOWN, "the kernel's own command");
    }
    for (int i = 0; i < 20; i++) {
      try (Device device = new Device()) {
        device.file.write(bytes(i % 2 == 0 ? extend(12, digest(12, i)) : "80010000000b0000014301"));
      }
    }
    try (Device device = new Device()) {
      device.readPcr(12);
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static void refused(Attempt attempt, String what) {
    try {
      attempt.run();
    } catch (IOException e) {
      return;
    }
    throw new IllegalStateException("the kernel took " + what);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static int code(byte[] response) {
    return ByteBuffer.wrap(response).getInt(6);
  }

  /** PCR_Extend in the bank sha256, with an empty password. */
  private static String extend(int pcr, byte[] digest) {
    return "80020000004100000182"
        + String.format("%08x", pcr)
        + "00000009400000090000000000"
        + "00000001000b"
        + HexFormat.of().formatHex(digest);
  }

  /** One client. */
  private static final class Device implements AutoCloseable {
    private final RandomAccessFile file;

    Device() throws IOException {
      file = new RandomAccessFile(DEVICE, "rw");
    }

    byte[] send(String command) throws IOException {
      file.write(bytes(command));
      byte[] response = new byte[4096];
      int count = file.read(response);
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

    byte[] readPcr(int pcr) throws IOException {
      byte[] selection = new byte[3];
      selection[pcr / 8] = (byte) (1 << pcr % 8);
      byte[] response =
          succeed("8001000000140000017e00000001000b03" + HexFormat.of().formatHex(selection));
      return Arrays.copyOfRange(response, response.length - 32, response.length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
