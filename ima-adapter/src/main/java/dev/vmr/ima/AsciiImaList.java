package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an ASCII list, line by line (docs/ima.md, section 2). */
public final class AsciiImaList {
  private static final int MAX_LINE = 1 << 20;
  private static final int LEGACY_DIGEST = 20;
  private static final Set<String> HEX_FIELDS = Set.of("sig", "buf", "modsig", "d");
  private static final Set<String> DIGEST_FIELDS = Set.of("d-ng", "d-ngv2", "d-modsig");

  private final ImaSink sink;
  private long number;

  private AsciiImaList(ImaSink sink) {
    this.sink = sink;
  }

  /** Whether a list that begins with these bytes is an ASCII list. */
  public static boolean recognises(byte[] head, int length) {
    return length > 2 && (head[0] == ' ' || isDigit(head[0])) && isDigit(head[1]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Reads a whole list.
   *
   * @throws ImaFormatException when a line is no entry; the entries before were given
   * @throws IOException when reading fails
   */
  public static void read(InputStream in, ImaSink sink) throws ImaFormatException, IOException {
    AsciiImaList list = new AsciiImaList(sink);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '\n') {
        list.line(line.toString());
        line.setLength(0);
      } else {
        line.append((char) c);
        list.checkLength(line.length());
      }
    }
    if (line.length() > 0) {
      list.unended(line.toString());
    }
  }

  /** A last line without LF is whole if it is the one that its template digest is of. */
  private void unended(String line) throws ImaFormatException {
    boolean[] whole = new boolean[1];
    AsciiImaList last = new AsciiImaList(entry -> whole[0] = !entry.opaque());
    try {
      last.line(line);
    } catch (ImaFormatException e) {
      whole[0] = false;
    }
    if (!whole[0]) {
      number++;
      throw failure("the list ends inside the entry", true);
    }
    line(line);
  }

  private void checkLength(int length) throws ImaFormatException {
    if (length > MAX_LINE) {
      number++;
      throw failure("a line has at most 1 MiB", false);
    }
  }

  private ImaFormatException failure(String reason, boolean truncated) {
    return new ImaFormatException(number, "line " + number, reason, truncated);
  }

  private void line(String line) throws ImaFormatException {
    number++;
    List<String> words = words(line);
    if (words.size() < 3) {
      throw failure("an entry has a PCR, a digest and a template", false);
    }
    int pcr = pcr(words.get(0));
    byte[] digest = hex(words.get(1), "the template digest");
    if (words.get(2).isEmpty()) {
      throw failure("the template has no name", false);
    }
    HashAlgorithm algorithm =
        algorithm(digest.length)
            .orElseThrow(
                () -> failure("no hash has a digest of " + digest.length + " bytes", false));
    ImaTemplate template = ImaTemplate.of(words.get(2));
    Optional<byte[]> data = data(template, words.subList(3, words.size()));
    give(pcr, digest, algorithm, template, data);
  }

  private void give(
      int pcr,
      byte[] digest,
      HashAlgorithm algorithm,
      ImaTemplate template,
      Optional<byte[]> data) {
    ImaEntry entry = new ImaEntry(new ImaListForm(ByteOrder.LITTLE_ENDIAN, algorithm));
    byte[] fields = data.orElse(new byte[0]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] name = template.name().getBytes(StandardCharsets.ISO_8859_1);
    bytes.writeBytes(number(pcr));
    bytes.writeBytes(digest);
    bytes.writeBytes(number(name.length));
    bytes.writeBytes(name);
    if (!template.legacy()) {
      bytes.writeBytes(number(fields.length));
    }
    entry.dataStart = bytes.size();
    bytes.writeBytes(fields);
    entry.buffer = bytes.toByteArray();
    entry.end = entry.buffer.length;
    entry.number = number;
    entry.pcr = pcr;
    entry.template = template;
    entry.opaque = data.isEmpty();
    // Section 2: only what hashes to the template digest is known to be what the kernel hashed.
    if (!entry.opaque
        && !entry.violation()
        && !entry.hash(algorithm).equals(entry.templateDigest())) {
      entry.opaque = true;
    }
    sink.entry(entry);
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

  private int pcr(String word) throws ImaFormatException {
    if (!word.matches("[0-9]|1[0-9]|2[0-3]")) {
      throw failure("there is no such PCR", false);
    }
    return Integer.parseInt(word);
  }

  private byte[] hex(String word, String what) throws ImaFormatException {
    try {
      return HexFormat.of().parseHex(word);
    } catch (IllegalArgumentException e) {
      throw failure(what + " is not hex", false);
    }
  }

  private static Optional<HashAlgorithm> algorithm(int size) {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.size() == size) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The data that the fields were printed from; empty when that cannot be told. */
  private Optional<byte[]> data(ImaTemplate template, List<String> words)
      throws ImaFormatException {
    if (template.legacy()) {
      return legacy(words);
    }
    if (template.fields().isEmpty() || words.size() != template.fields().size()) {
      return Optional.empty();
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < words.size(); i++) {
      Optional<byte[]> field = field(template.fields().get(i), words.get(i));
      if (field.isEmpty()) {
        return Optional.empty();
      }
      data.writeBytes(number(field.get().length));
      data.writeBytes(field.get());
    }
    return Optional.of(data.toByteArray());
  }

  private Optional<byte[]> legacy(List<String> words) throws ImaFormatException {
    if (words.size() != 2) {
      return Optional.empty();
    }
    byte[] digest = hex(words.get(0), "a file digest");
    byte[] name = words.get(1).getBytes(StandardCharsets.ISO_8859_1);
    if (digest.length != LEGACY_DIGEST || name.length > ImaListForm.MAX_NAME) {
      return Optional.empty();
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(digest);
    data.writeBytes(number(name.length));
    data.writeBytes(name);
    return Optional.of(data.toByteArray());
  }

  private Optional<byte[]> field(String kind, String word) throws ImaFormatException {
    if (HEX_FIELDS.contains(kind)) {
      return Optional.of(hex(word, "a field " + kind));
    }
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    if (DIGEST_FIELDS.contains(kind)) {
      int colon = word.lastIndexOf(':');
      field.writeBytes(word.substring(0, colon + 1).getBytes(StandardCharsets.ISO_8859_1));
      if (colon >= 0) {
        field.write(0);
      }
      field.writeBytes(hex(word.substring(colon + 1), "a file digest"));
    } else if (kind.equals("n-ng")) {
      field.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
      field.write(0);
    } else {
      return Optional.empty(); // printed in a way that does not tell what it was
    }
    return Optional.of(field.toByteArray());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
