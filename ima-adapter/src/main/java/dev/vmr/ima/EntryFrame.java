package dev.vmr.ima;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds where the entry that begins a {@link ListInput} has its parts and its end. */
final class EntryFrame {
  static final int MAX_DATA = 16 << 20;

  private final ListInput in;
  private final ImaEntry entry;

  /** Length and name of the template of the entry before, as they stand in the list. */
  private byte[] lastName = {};

  /** Whether there was an entry before, and its template has the usual form. */
  private boolean usualBefore;

  /**
   * A frame.
   *
   * @param entry what is found is set here
   */
  EntryFrame(ListInput in, ImaEntry entry) {
    this.in = in;
    this.entry = entry;
  }

  /**
   * Frames an entry that has the template of the one before and has been read already, as most do:
   * a few instructions, and nothing that has not been checked.
   *
   * @return the size of the entry; 0 when {@link #any} has to look at it
   */
  int likeLast() {
    int name = in.start + 4 + entry.form.algorithm().size();
    int length = name + lastName.length;
    if (!usualBefore
        || length > in.limit - 4
        || !Arrays.equals(in.buffer, name, length, lastName, 0, lastName.length)) {
      return 0;
    }
    long pcr = entry.form.number(in.buffer, in.start);
    long data = entry.form.number(in.buffer, length);
    if (pcr > ImaListForm.MAX_PCR || data > MAX_DATA || data > in.limit - length - 4) {
      return 0;
    }
    entry.pcr = (int) pcr;
    return set(length + 4 - in.start, (int) data);
  }

  /**
   * Frames an entry, and reads all of it.
   *
   * @param offset of the entry in its list, for errors
   * @return the size of the entry
   */
  int any(long offset) throws ImaFormatException, IOException {
    int at = 4 + entry.form.algorithm().size();
    need(at + 4, offset);
    long pcr = number(0);
    if (pcr > ImaListForm.MAX_PCR) {
      throw malformed(offset, "there is no PCR " + pcr);
    }
    long nameLength = number(at);
    if (nameLength < 1 || nameLength > ImaListForm.MAX_NAME) {
      throw malformed(offset + at, "a template's name has 1 to 255 bytes, not " + nameLength);
    }
    int behind = at + 4 + (int) nameLength;
    need(behind, offset);
    if (!ImaListForm.isPrintable(in.buffer, in.start + at + 4, (int) nameLength)) {
      throw malformed(offset + at + 4, "a template's name is printable ASCII");
    }
    entry.pcr = (int) pcr;
    setTemplate(in.start + at, in.start + behind);
    return usualBefore ? usual(behind, offset) : legacy(behind, offset);
  }

  private void setTemplate(int from, int to) {
    if (!Arrays.equals(in.buffer, from, to, lastName, 0, lastName.length)) {
      lastName = Arrays.copyOfRange(in.buffer, from, to);
      entry.template =
          ImaTemplate.of(new String(lastName, 4, to - from - 4, StandardCharsets.US_ASCII));
      usualBefore = !entry.template.legacy();
    }
  }

  private int usual(int at, long offset) throws ImaFormatException, IOException {
    need(at + 4, offset);
    long data = number(at);
    if (data > MAX_DATA) {
      throw malformed(
          offset + at, "the data of an entry has at most 16 MiB, not " + data + " bytes");
    }
    need(at + 4 + (int) data, offset);
    return set(at + 4, (int) data);
  }

  private int legacy(int at, long offset) throws ImaFormatException, IOException {
    int name = at + ImaEntry.LEGACY_DIGEST;
    need(name + 4, offset);
    long length = number(name);
    if (length > ImaListForm.MAX_NAME) {
      throw malformed(
          offset + name, "a name of the template ima has at most 255 bytes, not " + length);
    }
    int data = ImaEntry.LEGACY_DIGEST + 4 + (int) length;
    need(at + data, offset);
    return set(at, data);
  }

  private int set(int at, int data) {
    entry.buffer = in.buffer;
    entry.start = in.start;
    entry.dataStart = in.start + at;
    entry.end = in.start + at + data;
    return at + data;
  }

  private long number(int at) {
    return entry.form.number(in.buffer, in.start + at);
  }

  private void need(int size, long offset) throws ImaFormatException, IOException {
    if (!in.fill(size)) {
      throw new ImaFormatException(
          entry.number, "offset " + offset, "the list ends inside the entry", true);
    }
  }

  private ImaFormatException malformed(long place, String reason) {
    return new ImaFormatException(entry.number, "offset " + place, reason, false);
  }
}
