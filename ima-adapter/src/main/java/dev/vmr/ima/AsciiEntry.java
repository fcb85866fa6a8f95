package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of an ASCII list, and the binary entry that the kernel printed it from (docs/ima.md,
 * section 2). The line says neither the algorithm of a template digest nor the byte order of what
 * was hashed: they are those that the digest is of.
 */
final class AsciiEntry {
  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

  private AsciiEntry() {}

  /**
   * The entry that a line was printed from.
   *
   * @param number its number in the list, from 1
   * @throws IllegalArgumentException when the line is none of an ASCII list
   */
  static ImaEntry parse(String line, long number) {
    List<String> words = words(line);
    if (words.size() < 3) {
      throw new IllegalArgumentException("an entry has a PCR, a digest and a template");
    }
    if (!words.get(0).matches("[0-9]|1[0-9]|2[0-3]")) {
      throw new IllegalArgumentException("there is no such PCR");
    }
    byte[] digest = FieldText.hex(words.get(1), "the template digest");
    List<HashAlgorithm> algorithms = ImaListForm.ofSize(digest.length);
    String name = words.get(2);
    byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
    if (nameBytes.length > ImaListForm.MAX_NAME
        || nameBytes.length == 0
        || !ImaListForm.isPrintable(nameBytes, 0, nameBytes.length)) {
      throw new IllegalArgumentException("a template's name has 1 to 255 printable bytes");
    }
    int pcr = Integer.parseInt(words.get(0));
    ImaTemplate template = ImaTemplate.of(name);
    List<String> fields = words.subList(3, words.size());
    ImaEntry first = null;
    for (HashAlgorithm algorithm : algorithms) {
      for (ByteOrder order : ORDERS) {
        ImaListForm form = new ImaListForm(order, algorithm);
        ImaEntry entry = assemble(form, pcr, digest, template, data(template, fields, order));
        entry.number = number;
        if (!entry.opaque && (entry.violation() || entry.digestIsOfData())) {
          return entry;
        }
        first = first == null ? entry : first;
      }
    }
    // Section 2: only what hashes to the template digest is known to be what the kernel hashed.
    ImaEntry entry = Objects.requireNonNull(first);
    entry.opaque = true;
    return entry;
  }

  private static ImaEntry assemble(
      ImaListForm form, int pcr, byte[] digest, ImaTemplate template, Optional<byte[]> data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] name = template.name().getBytes(StandardCharsets.ISO_8859_1);
    byte[] fields = data.orElse(new byte[0]);
    bytes.writeBytes(number(pcr, form.order()));
    bytes.writeBytes(digest);
    bytes.writeBytes(number(name.length, form.order()));
    bytes.writeBytes(name);
    if (!template.legacy()) {
      bytes.writeBytes(number(fields.length, form.order()));
    }
    ImaEntry entry = new ImaEntry(form);
    entry.dataStart = bytes.size();
    bytes.writeBytes(fields);
    entry.buffer = bytes.toByteArray();
    entry.end = entry.buffer.length;
    entry.pcr = pcr;
    entry.template = template;
    entry.opaque = data.isEmpty();
    return entry;
  }

  /** Split at every space: an empty field leaves an empty word. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int from = line.startsWith(" ") ? 1 : 0; // a PCR below 10 is padded
    for (int i = from; i <= line.length(); i++) {
      if (i == line.length() || line.charAt(i) == ' ') {
        words.add(line.substring(from, i));
        from = i + 1;
      }
    }
    return words;
  }

  /** The data that the fields were printed from; empty when that cannot be told. */
  private static Optional<byte[]> data(ImaTemplate template, List<String> words, ByteOrder order) {
    if (template.fields().isEmpty() || words.size() != template.fields().size()) {
      return Optional.empty();
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    if (template.legacy()) {
      byte[] digest = FieldText.hex(words.get(0), "a file digest");
      byte[] name = words.get(1).getBytes(StandardCharsets.ISO_8859_1);
      if (digest.length != ImaEntry.LEGACY_DIGEST || name.length > ImaListForm.MAX_NAME) {
        return Optional.empty();
      }
      data.writeBytes(digest);
      data.writeBytes(number(name.length, order));
      data.writeBytes(name);
      return Optional.of(data.toByteArray());
    }
    for (int i = 0; i < words.size(); i++) {
      Optional<byte[]> field = FieldText.parse(template.fields().get(i), words.get(i), order);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      data.writeBytes(number(field.get().length, order));
      data.writeBytes(field.get());
    }
    return Optional.of(data.toByteArray());
  }

  private static byte[] number(int value, ByteOrder order) {
    return ByteBuffer.allocate(4).order(order).putInt(value).array();
  }
}
