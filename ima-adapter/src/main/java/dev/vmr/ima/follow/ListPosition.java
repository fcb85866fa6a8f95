package dev.vmr.ima.follow;

import com.google.common.primitives.Bytes;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaListForm;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list behind an entry. What stands before it is kept, so that it can be told later
 * whether the place is still behind it: a list that is staged, deleted from or made anew has
 * something else there. A violation may be in a list many times, byte for byte, and any other entry
 * once: so what is kept begins with the last entry that is no violation.
 */
final class ListPosition {
  private static final int MAX_TAIL = 1 << 16;

  private final ImaListForm form;
  private final byte[] tail;
  private final long tailOffset;
  private final long entries;

  private ListPosition(ImaListForm form, byte[] tail, long tailOffset, long entries) {
    this.form = form;
    this.tail = tail;
    this.tailOffset = tailOffset;
    this.entries = entries;
  }

  /**
   * Behind an entry.
   *
   * @param before the place before it, or null at the beginning of the file
   * @param end the offset behind it
   * @param entries how many entries of the file are before that
   */
  static ListPosition behind(
      @Nullable ListPosition before, ImaEntry entry, ImaListForm form, long end, long entries) {
    byte[] bytes = entry.toBytes();
    if (before != null
        && entry.violation()
        && before.tail.length + bytes.length <= MAX_TAIL
        && before.offset() + bytes.length == end) {
      bytes = Bytes.concat(before.tail, bytes);
    }
    return new ListPosition(form, bytes, end - bytes.length, entries);
  }

  /** How the list is written. */
  ImaListForm form() {
    return form;
  }

  /** How many entries of the file are before this place, whichever PCR they are of. */
  long entries() {
    return entries;
  }

  /** The offset of this place. */
  long offset() {
    return tailOffset + tail.length;
  }

  /** Where that begins which is kept. */
  long tailOffset() {
    return tailOffset;
  }

  /** How long it is. */
  int tailLength() {
    return tail.length;
  }

  /** Whether it is these bytes. */
  boolean hasTail(ByteBuffer bytes) {
    return bytes.equals(ByteBuffer.wrap(tail));
  }
}
