package dev.vmr.tests.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the kernel's resource manager promises of two clients' objects, as its own tests of the
 * device want it: each has its own, nobody reaches another's, and one who goes takes his with him.
 * Behind it are ContextSave, ContextLoad and FlushContext of the TPM, around every command. The
 * objects are hash sequences, which take the least time.
 */
final class DeviceObjects {
  /** As many as the kernel allows a client; with the other's, more than the TPM has room for. */
  private static final int EACH = 3;

  private DeviceObjects() {}

  static void check() throws IOException, GeneralSecurityException {
    try (DeviceClient one = new DeviceClient()) {
      byte[][] ones = new byte[EACH][];
      try (DeviceClient other = new DeviceClient()) {
        byte[][] others = new byte[EACH - 1][];
        for (int i = 0; i < EACH; i++) {
          ones[i] = start(one);
          if (i < others.length) {
            others[i] = start(other);
          }
        }
        for (int i = 0; i < EACH; i++) {
          one.succeed(update(ones[i], "one " + i));
          if (i < others.length) {
            other.succeed(update(others[i], "other " + i));
          }
        }
        cannotUse(other, ones[EACH - 1]);
        for (int i = 0; i < others.length; i++) {
          expect(other, others[i], "other " + i);
        }
      }
      try (DeviceClient third = new DeviceClient()) {
        cannotUse(third, ones[0]);
      }
      for (int i = 0; i < EACH; i++) {
        expect(one, ones[i], "one " + i);
      }
      cannotUse(one, ones[0]);
    }
  }

  /** HashSequenceStart for SHA-256, without a password; gives the handle. */
  private static byte[] start(DeviceClient device) throws IOException {
    byte[] response = device.succeed("80010000000e00000186" + "0000" + "000b");
    return Arrays.copyOfRange(response, 10, 14);
  }

  private static String update(byte[] sequence, String text) {
    return command(0x15c, sequence, text, "");
  }

  private static void expect(DeviceClient device, byte[] sequence, String text)
      throws IOException, GeneralSecurityException {
    byte[] response = device.succeed(command(0x13e, sequence, "!", "40000007")); // SequenceComplete
    byte[] digest = Arrays.copyOfRange(response, 16, 48);
    byte[] expected =
        MessageDigest.getInstance("SHA-256")
            .digest((text + "!").getBytes(StandardCharsets.US_ASCII));
    DeviceClient.require(Arrays.equals(digest, expected), "the sequence of '" + text + "'");
  }

  private static void cannotUse(DeviceClient device, byte[] sequence) {
    try {
      byte[] response = device.send(update(sequence, "x"));
      DeviceClient.require(
          DeviceClient.code(response) != DeviceClient.SUCCESS, "a client used what is not his");
    } catch (IOException e) {
      return; // the kernel does not even take the command
    }
  }

  /** A command on a sequence, with an empty password. */
  private static String command(int code, byte[] sequence, String text, String behind) {
    byte[] buffer = text.getBytes(StandardCharsets.US_ASCII);
    byte[] last = HexFormat.of().parseHex(behind);
    ByteBuffer out = ByteBuffer.allocate(29 + buffer.length + last.length);
    out.putShort((short) 0x8002).putInt(out.capacity()).putInt(code).put(sequence);
    out.putInt(9).putInt(0x4000_0009).put(new byte[5]);
    out.putShort((short) buffer.length).put(buffer).put(last);
    return HexFormat.of().formatHex(out.array());
  }
}
