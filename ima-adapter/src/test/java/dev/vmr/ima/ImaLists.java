package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes lists for tests. */
public final class ImaLists {
  private ImaLists() {}

  public static byte[] number(int value, ByteOrder order) {
    return ByteBuffer.allocate(4).order(order).putInt(value).array();
  }

  public static byte[] field(byte[] value, ByteOrder order) {
    return concat(number(value.length, order), value);
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An ima-ng entry, or an ima-sig entry when there is a signature. */
  public static byte[] entry(String path, byte[] content, byte[] signature, ByteOrder order) {
    byte[] digest = HashAlgorithm.SHA256.hash(content).toByteArray();
    byte[] data =
        concat(field(concat(ascii("sha256:\0"), digest), order), field(ascii(path + "\0"), order));
    byte[] all = signature == null ? data : concat(data, field(signature, order));
    return entry(signature == null ? "ima-ng" : "ima-sig", all, order);
  }

  public static byte[] entry(String template, byte[] data, ByteOrder order) {
    return concat(
        number(10, order),
        HashAlgorithm.SHA1.hash(data).toByteArray(),
        field(ascii(template), order),
        field(data, order));
  }

  public static byte[] violation(String path, ByteOrder order) {
    byte[] entry = entry(path, new byte[0], null, order);
    Arrays.fill(entry, 4, 24, (byte) 0);
    return entry;
  }
}
