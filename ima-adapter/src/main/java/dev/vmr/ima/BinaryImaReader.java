package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a binary list, in memory for one entry (docs/ima.md, sections 1 and 3). */
public final class BinaryImaReader implements ImaReader {
  static final int MAX_DATA = 16 << 20;
  private static final int FIRST_BUFFER = 1 << 18;
  private static final int HEAD = KexecHeader.SIZE + ImaListForm.HEAD;

  private final InputStream in;
  private final @Nullable KexecHeader header;
  private final ImaEntry entry;
  private byte[] buffer;
  private int start;
  private int limit;
  private long offset;
  private long number;
  private boolean refined;

  private BinaryImaReader(
      InputStream in, ImaListForm form, @Nullable KexecHeader header, byte[] head, int length) {
    this.in = in;
    this.header = header;
    this.entry = new ImaEntry(form);
    this.buffer = Arrays.copyOf(head, Math.max(FIRST_BUFFER, length));
    this.limit = length;
    this.start = header == null ? 0 : KexecHeader.SIZE;
    this.offset = start;
    this.refined = form.algorithm() == HashAlgorithm.SHA1;
  }

  /**
   * Begins with a list whose form is to be found out.
   *
   * @throws ImaFormatException when it is no binary list
   * @throws IOException when reading fails
   */
  public static BinaryImaReader open(InputStream in) throws ImaFormatException, IOException {
    byte[] head = new byte[HEAD];
    int length = in.readNBytes(head, 0, head.length);
    Optional<KexecHeader> header = KexecHeader.recognise(head, length);
    Optional<ImaListForm> form =
        header.isPresent()
            ? header.get().listForm(head, length)
            : ImaListForm.recognise(head, 0, length);
    if (form.isEmpty() && length > 0 && header.isEmpty()) {
      throw new ImaFormatException(1, "offset 0", "not a binary IMA list", false);
    }
    ImaListForm used = form.orElse(ImaListForm.USUAL);
    return new BinaryImaReader(in, used, header.orElse(null), head, length);
  }

  /** Goes on in a list whose form is known, where an entry begins. */
  public static BinaryImaReader resume(InputStream in, ImaListForm form) {
    return new BinaryImaReader(in, form, null, new byte[0], 0);
  }

  /** How the list is written; final once the first entry was given. */
  public ImaListForm form() {
    return entry.form;
  }

  /** What one kernel has put before the list for the next, if this is such a list. */
  public Optional<KexecHeader> header() {
    return Optional.ofNullable(header);
  }

  /** How many bytes of the list were given as entries, with the header if there is one. */
  public long offset() {
    return offset;
  }

  @Override
  public @Nullable ImaEntry next() throws ImaFormatException, IOException {
    if (header != null && number == header.count()) {
      checkPadding(header);
      return null;
    }
    if (!fill(1)) {
      if (header != null) {
        number++;
        throw truncated("the list ends before the " + header.count() + " entries of its header");
      }
      return null;
    }
    number++;
    int size = measure();
    entry.buffer = buffer;
    entry.start = start;
    entry.end = start + size;
    entry.number = number;
    start += size;
    offset += size;
    if (!refined && !entry.violation()) {
      entry.form = entry.form.refined(entry);
      refined = true;
    }
    return entry;
  }

  /** Behind the entries the buffer is zeros: what kexec left room for. */
  private void checkPadding(KexecHeader known) throws ImaFormatException, IOException {
    if (offset > known.bufferSize()) {
      throw malformed(0, "the entries have more bytes than the header says");
    }
    while (fill(1)) {
      if (buffer[start] != 0) {
        number++;
        throw malformed(0, "there is something behind the entries that the header counts");
      }
      start++;
      offset++;
    }
  }

  /** Finds how long the entry at {@code start} is, and reads all of it. */
  private int measure() throws ImaFormatException, IOException {
    ImaListForm form = entry.form;
    int at = 4 + form.algorithm().size();
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
    long length = entry.form.number(buffer, start + at);
    if (length > MAX_DATA) {
      throw malformed(at, "the data of an entry has at most 16 MiB, not " + length + " bytes");
    }
    int size = at + 4 + (int) length;
    need(size);
    entry.dataStart = start + at + 4;
    return size;
  }

  private int legacy(int at) throws ImaFormatException, IOException {
    need(at + ImaEntry.LEGACY_DIGEST + 4);
    long length = entry.form.number(buffer, start + at + ImaEntry.LEGACY_DIGEST);
    if (length > ImaListForm.MAX_NAME) {
      throw malformed(
          at + ImaEntry.LEGACY_DIGEST,
          "a name of the template ima has at most 255 bytes, not " + length);
    }
    int size = at + ImaEntry.LEGACY_DIGEST + 4 + (int) length;
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

  private ImaFormatException truncated(String reason) {
    return new ImaFormatException(number, "offset " + offset, reason, true);
  }

  private void need(int size) throws ImaFormatException, IOException {
    if (!fill(size)) {
      throw truncated("the list ends inside the entry");
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
