package dev.vmr.ima;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Fields of an entry and what the kernel prints for them (docs/ima.md, sections 2 and 4). */
final class FieldText {
  private static final HexFormat HEX = HexFormat.of();
  private static final Set<String> HEX_FIELDS =
      Set.of("sig", "buf", "modsig", "d", "evmsig", "xattrlengths", "xattrvalues");
  private static final Set<String> DIGEST_FIELDS = Set.of("d-ng", "d-ngv2", "d-modsig");
  private static final Set<String> TEXT_FIELDS = Set.of("n-ng", "n", "xattrnames");
  private static final int LEGACY_DIGEST = 20;

  private FieldText() {}

  /**
   * The bytes that were printed as {@code word}.
   *
   * @param order of the numbers
   * @return empty when that cannot be told
   * @throws IllegalArgumentException when the kernel prints no such word for the field
   */
  static Optional<byte[]> parse(String field, String word, ByteOrder order) {
    if (word.isEmpty()) {
      return Optional.of(new byte[0]); // an empty field of any kind is printed as nothing
    }
    if (HEX_FIELDS.contains(field)) {
      return Optional.of(hex(word, "a field " + field));
    }
    if (DIGEST_FIELDS.contains(field)) {
      return Optional.of(digestField(word));
    }
    if (TEXT_FIELDS.contains(field)) {
      return Optional.of((word + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }
    return switch (field) {
      case "iuid", "igid" -> Optional.of(number(word, 4, order));
      case "imode" -> Optional.of(number(word, 2, order));
      default -> Optional.empty();
    };
  }

  static byte[] hex(String word, String what) {
    try {
      byte[] bytes = HEX.parseHex(word);
      if (HEX.formatHex(bytes).equals(word)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " is not hex", e);
    }
    throw new IllegalArgumentException(what + " is not lower-case hex");
  }

  private static byte[] digestField(String word) {
    int colon = word.lastIndexOf(':');
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    if (colon >= 0) {
      field.writeBytes(word.substring(0, colon + 1).getBytes(StandardCharsets.ISO_8859_1));
      field.write(0);
    }
    field.writeBytes(hex(word.substring(colon + 1), "a file digest"));
    return field.toByteArray();
  }

  private static byte[] number(String word, int size, ByteOrder order) {
    if (!word.matches("0|[1-9][0-9]{0,9}") || Long.parseLong(word) >= 1L << (8 * size)) {
      throw new IllegalArgumentException("a number has " + size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(8).order(order);
    long value = Long.parseLong(word);
    if (size == 4) {
      bytes.putInt((int) value);
    } else {
      bytes.putShort((short) value);
    }
    byte[] field = new byte[size];
    bytes.flip().get(field);
    return field;
  }

  /** The digest in a field {@code d}, {@code d-ng}, {@code d-ngv2} or {@code d-modsig}. */
  static Optional<FileDigest> digest(String field, byte[] value) {
    if (field.equals("d")) {
      // Templates of that time had room for MD5 and SHA-1; MD5 was padded with zeros.
      return value.length == LEGACY_DIGEST
          ? Optional.of(new FileDigest(FileDigest.IMA, "sha1", HEX.formatHex(value)))
          : Optional.empty();
    }
    int zero = 0;
    while (zero < value.length && value[zero] != 0) {
      zero++;
    }
    if (zero < 2 || zero >= value.length - 1 || value[zero - 1] != ':') {
      return Optional.empty();
    }
    String prefix = new String(value, 0, zero - 1, StandardCharsets.ISO_8859_1);
    String kind = FileDigest.IMA;
    if (field.equals("d-ngv2")) {
      int colon = prefix.indexOf(':');
      if (colon < 1) {
        return Optional.empty();
      }
      kind = prefix.substring(0, colon);
      prefix = prefix.substring(colon + 1);
    }
    if (!prefix.matches("[a-z0-9_-]+") || !kind.matches("[a-z]+")) {
      return Optional.empty();
    }
    return Optional.of(new FileDigest(kind, prefix, HEX.formatHex(value, zero + 1, value.length)));
  }
}
