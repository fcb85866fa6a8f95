package dev.vmr.tests.lab;

import java.io.IOException;
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
  private static final int ROUNDS = 40;

  /** TPM_RC_COMMAND_CODE of the kernel's resource manager. */
  private static final int UNKNOWN = 0x000b_0143;

  private DeviceTraffic() {}

  /** {@code clients}, {@code objects}, or {@code stream}, which ends when the device does. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("objects")) {
      DeviceObjects.check();
      return;
    }
    ExecutorService two = Executors.newFixedThreadPool(2, DeviceTraffic::daemon);
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

  /** One that does not keep the program from ending when the other has failed. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  /** Extends, reads, and wants to see its own extensions and no others. */
  private static Void client(int pcr) throws Exception {
    try (DeviceClient device = new DeviceClient()) {
      byte[] value = device.readPcr(pcr);
      for (int i = 0; i < ROUNDS; i++) {
        byte[] digest = digest(pcr, i);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(value);
        byte[] next = sha256.digest(digest);
        extend(device, pcr, digest, next);
        value = next;
        DeviceClient.require(device.ask("80010000000c0000017b0020").length == 44, "GetRandom");
        DeviceClient.require(
            Arrays.equals(device.readPcr(pcr), value), "PCR " + pcr + " after extension " + i);
      }
      Path sysfs = Path.of("/sys/class/tpm/tpm0/pcr-sha256/" + pcr);
      String shown = Files.readString(sysfs).strip().toLowerCase(Locale.ROOT);
      DeviceClient.require(
          shown.equals(HexFormat.of().formatHex(value)), "sysfs shows another PCR " + pcr);
    }
    return null;
  }

  /** Extends once: when the answer was late, the PCR tells whether the TPM has done it. */
  private static void extend(DeviceClient device, int pcr, byte[] digest, byte[] next)
      throws IOException {
    try {
      device.succeed(extend(pcr, digest));
    } catch (IOException e) {
      if (!DeviceClient.late(e)) {
        throw e;
      }
      if (!Arrays.equals(device.readPcr(pcr), next)) {
        device.succeed(extend(pcr, digest));
      }
    }
  }

  /** Extends and tells each extension that was answered, until there is no TPM. */
  private static Void stream(int pcr) {
    try (DeviceClient device = new DeviceClient()) {
      for (int i = 0; ; i++) {
        byte[] response = device.send(extend(pcr, digest(pcr, i)));
        if (DeviceClient.code(response) != DeviceClient.SUCCESS) {
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
    try (DeviceClient device = new DeviceClient()) {
      device.write("80010000000c0000017b0020");
      refused(() -> device.write("80010000000c0000017b0020"), "a second command");
      byte[] start = new byte[10];
      DeviceClient.require(device.read(start) == 10, "the beginning of a response");
      DeviceClient.require(device.read(new byte[4096]) == 34, "the rest of a response");
    }
    try (DeviceClient device = new DeviceClient()) {
      refused(() -> device.write("8001000000"), "a command without a size");
      refused(() -> device.write("8001000000ff0000017b0020"), "a part of a command");
      DeviceClient.require(
          DeviceClient.code(device.send("80010000000a20ffffff")) == UNKNOWN, "an unknown command");
      DeviceClient.require(
          DeviceClient.code(device.send("80020000000b2000100001")) == UNKNOWN,
          "the kernel's own command");
    }
    for (int i = 0; i < 20; i++) {
      try (DeviceClient device = new DeviceClient()) {
        device.write(i % 2 == 0 ? extend(12, digest(12, i)) : "80010000000b0000014301");
      }
    }
    try (DeviceClient device = new DeviceClient()) {
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

  /** PCR_Extend in the bank sha256, with an empty password. */
  private static String extend(int pcr, byte[] digest) {
    return "80020000004100000182"
        + String.format("%08x", pcr)
        + "00000009400000090000000000"
        + "00000001000b"
        + HexFormat.of().formatHex(digest);
  }
}
