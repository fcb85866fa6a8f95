package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a binary list, in memory for one entry (docs/ima.md, sections 1 and 3). */
public final class BinaryImaReader implements ImaReader {
  private static final int HEAD = KexecHeader.SIZE + ImaListForm.HEAD;

  private final ListInput in;
  private final @Nullable KexecHeader header;
  private final ImaEntry entry;
  private final EntryFrame frame;
  private long offset;
  private long number;
  private boolean refined;

  private BinaryImaReader(ListInput in, ImaListForm form, @Nullable KexecHeader header) {
    this.in = in;
    this.header = header;
    this.entry = new ImaEntry(form);
    this.frame = new EntryFrame(in, entry);
    in.start = header == null ? 0 : KexecHeader.SIZE;
    this.offset = in.start;
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
    return new BinaryImaReader(new ListInput(in, head, length), used, header.orElse(null));
  }

  /** Goes on in a list whose form is known, where an entry begins. */
  public static BinaryImaReader resume(InputStream in, ImaListForm form) {
    return new BinaryImaReader(new ListInput(in, new byte[0], 0), form, null);
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
    if (!in.fill(1)) {
      if (header != null) {
        number++;
        throw truncated("the list ends before the " + header.count() + " entries of its header");
      }
      return null;
    }
    number++;
    entry.number = number;
    int size = frame.likeLast();
    if (size == 0) {
      size = frame.any(offset);
    }
    in.start += size;
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
      throw malformed("the entries have more bytes than the header says");
    }
    while (in.fill(1)) {
      if (in.buffer[in.start] != 0) {
        number++;
        throw malformed("there is something behind the entries that the header counts");
      }
      in.start++;
      offset++;
    }
  }

  private ImaFormatException malformed(String reason) {
    return new ImaFormatException(number, "offset " + offset, reason, false);
  }

  private ImaFormatException truncated(String reason) {
    return new ImaFormatException(number, "offset " + offset, reason, true);
  }
}
