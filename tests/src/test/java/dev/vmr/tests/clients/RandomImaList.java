package dev.vmr.tests.clients;

import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Little-endian lists with SHA-1 template digests, of every template, as a kernel may write. */
public final class RandomImaList {
  /** The oldest template alone. */
  public static final List<String> OLDEST = List.of("ima");

  /** All others, and one that nobody knows. */
  public static final List<String> OTHERS =
      List.of(
          "ima-ng",
          "ima-ngv2",
          "ima-sig",
          "ima-sigv2",
          "ima-buf",
          "ima-modsig",
          "evm-sig",
          "d-ng|n-ng|sig",
          "n-ng|d-ng",
          "ima-cgpath");

  private static final List<HashAlgorithm> FILE_HASHES =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private final Random random;
  private final ByteArrayOutputStream list = new ByteArrayOutputStream();

  private RandomImaList(Random random) {
    this.random = random;
  }

  /** A list of {@code entries} entries of these templates; one in twenty is a violation. */
  public static byte[] of(int entries, List<String> templates, Random random) {
    RandomImaList list = new RandomImaList(random);
    for (int i = 0; i < entries; i++) {
      list.add(templates.get(random.nextInt(templates.size())));
    }
    return list.list.toByteArray();
  }

  private byte[] bytes(int bound) {
    byte[] bytes = new byte[random.nextInt(bound)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] field(byte[] value) {
    return concat(number(value.length), value);
  }

  private byte[] digest(String prefix) {
    HashAlgorithm algorithm = FILE_HASHES.get(random.nextInt(FILE_HASHES.size()));
    return concat(ascii(prefix + algorithm + ":\0"), algorithm.hash(bytes(60)).toByteArray());
  }

  private String path() {
    StringBuilder path = new StringBuilder("/usr");
    int length = random.nextInt(random.nextInt(8) == 0 ? 240 : 40);
    for (int i = 0; i < length; i++) {
      path.append("abcdefghijklmnopqrstuvwxyz_/.-ü0".charAt(random.nextInt(32)));
    }
    return path.toString();
  }

  private void add(String template) {
    boolean violation = random.nextInt(20) == 0;
    byte[] data = template.equals("ima") ? new byte[0] : data(template);
    byte[] hashed = data;
    byte[] written = field(data);
    if (template.equals("ima")) {
      byte[] name = ascii("/usr/" + random.nextInt());
      byte[] digest = HashAlgorithm.SHA1.hash(name).toByteArray();
      hashed = concat(digest, name, new byte[256 - name.length]);
      written = concat(digest, field(name));
    }
    byte[] digest = violation ? new byte[20] : HashAlgorithm.SHA1.hash(hashed).toByteArray();
    list.writeBytes(concat(number(10), digest, field(ascii(template)), written));
  }

  private byte[] data(String template) {
    byte[] name = field(ascii(path() + "\0"));
    byte[] digest = field(digest(""));
    return switch (template) {
      case "ima-ng" -> concat(digest, name);
      case "n-ng|d-ng" -> concat(name, digest);
      case "ima-ngv2" -> concat(field(digest(random.nextBoolean() ? "ima:" : "verity:")), name);
      case "ima-sigv2" -> concat(field(digest("verity:")), name, field(bytes(300)));
      case "ima-modsig" ->
          concat(digest, name, field(bytes(300)), field(digest("")), field(bytes(900)));
      case "evm-sig" ->
          concat(
              digest,
              name,
              field(bytes(300)),
              field(ascii("security.selinux|security.ima\0")),
              field(concat(number(3), number(4))),
              field(ascii("abcdefg")),
              field(number(random.nextInt())),
              field(number(random.nextInt())),
              field(new byte[] {(byte) random.nextInt(), 1}));
      case "ima-cgpath" -> concat(field(ascii("sh\0")), field(ascii("/\0")), digest, name);
      default -> concat(digest, name, field(bytes(300)));
    };
  }
}
