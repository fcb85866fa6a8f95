package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a binary list, in memory for one entry (docs/ima.md, section 1). */
public final class BinaryImaList {
  private static final int FIRST_BUFFER = 1 << 18;
  private static final int MAX_DATA = 16 << 20;
  private static final int LEGACY_DIGEST = 20;

  private final InputStream in;
  private final ImaListForm form;
  private final ImaEntry entry;
  private byte[] buffer;
  private int start;
  private int limit;
  private long offset;
  private long number;

  private BinaryImaList(InputStream in, ImaListForm form, byte[] head, int length) {
    this.in = in;
    this.form = form;
    this.entry = new ImaEntry(form);
    this.buffer = Arrays.copyOf(head, Math.max(FIRST_BUFFER, length));
    this.limit = length;
  }

  /**
   * Reads a whole list.
   *
   * @param form how it is written, or null to find out
   * @return the form
   * @throws ImaFormatException when it is truncated or malformed; the entries before were given
   * @throws IOException when reading fails
   */
  public static ImaListForm read(InputStream in, @Nullable ImaListForm form, ImaSink sink)
      throws ImaFormatException, IOException {
    byte[] head = new byte[ImaListForm.HEAD];
    int length = in.readNBytes(head, 0, head.length);
    ImaListForm known = form;
    if (known == null && length > 0) {
      known =
          ImaListForm.recognise(head, length)
              .orElseThrow(
                  () -> new ImaFormatException(1, "offset 0", "not a binary IMA list", false));
    }
    ImaListForm used = known == null ? ImaListForm.USUAL : known;
    new BinaryImaList(in, used, head, length).run(sink);
    return used;
  }

  private void run(ImaSink sink) throws ImaFormatException, IOException {
    while (fill(1)) {
      number++;
      int size = measure();
      entry.buffer = buffer;
      entry.start = start;
      entry.end = start + size;
      entry.number = number;
      sink.entry(entry);
      start += size;
      offset += size;
    }
  }

  /** Finds how long the entry at {@code start} is, and reads all of it. */
  private int measure() throws ImaFormatException, IOException {
    HashAlgorithm algorithm = form.algorithm();
    int at = 4 + algorithm.size();
    need(at + 4);
    long pcr = form.number(buffer, start);
    if (pcr > ImaListForm.MAX_PCR) {
      throw malformed(0, "there is no PCR " + pcr);
    }
    long nameLength = form.number(buffer, start + at);
    if (nameLength < 1 || nameLength > ImaListForm.MAX_NAME) {
      throw malformed(at, "a template's name has 1 to 255 bytes, not " + nameLength);
    }
    at += 4;
    int name = (int) nameLength;
    need(at + name);
    if (!ImaListForm.isPrintable(buffer, start + at, name)) {
      throw malformed(at, "a template's name is printable ASCII");
    }
    entry.pcr = (int) pcr;
    setTemplate(start + at, name);
    at += name;
    return entry.template.legacy() ? legacy(at) : usual(at);
  }

  private int usual(int at) throws ImaFormatException, IOException {
    need(at + 4);
    long length = form.number(buffer, start + at);
    if (length > MAX_DATA) {
      throw malformed(at, "the data of an entry has at most 16 MiB, not " + length + " bytes");
    }
    int size = at + 4 + (int) length;
    need(size);
    entry.dataStart = start + at + 4;
    return size;
  }

  private int legacy(int at) throws ImaFormatException, IOException {
    need(at + LEGACY_DIGEST + 4);
    long length = form.number(buffer, start + at + LEGACY_DIGEST);
    if (length > ImaListForm.MAX_NAME) {
      throw malformed(
          at + LEGACY_DIGEST, "a name of the template ima has at most 255 bytes, not " + length);
    }
    int size = at + LEGACY_DIGEST + 4 + (int) length;
    need(size);
    entry.dataStart = start + at;
    return size;
  }

  /** Most entries have the template of the one before. */
  private void setTemplate(int at, int length) {
    String last = entry.template.name();
    boolean same = last.length() == length;
    for (int i = 0; same && i < length; i++) {
      same = buffer[at + i] == last.charAt(i);
    }
    if (!same) {
      entry.template = ImaTemplate.of(new String(buffer, at, length, StandardCharsets.US_ASCII));
    }
  }

  private ImaFormatException malformed(int at, String reason) {
    return new ImaFormatException(number, "offset " + (offset + at), reason, false);
  }

  private void need(int size) throws ImaFormatException, IOException {
    if (!fill(size)) {
      throw new ImaFormatException(
          number, "offset " + offset, "the list ends inside the entry", true);
    }
  }

  /** Reads until {@code size} bytes are there; the buffer grows only by what has come. */
  private boolean fill(int size) throws IOException {
    while (limit - start < size) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
      } else if (limit == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      int count = in.read(buffer, limit, buffer.length - limit);
      if (count < 0) {
        return false;
      }
      limit += count;
    }
    return true;
  }
}
