package dev.vmr.ima;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What stands before the list that one kernel hands to the next (docs/ima.md, section 3; kernel
 * {@code struct ima_kexec_hdr}). Other versions than 1 are not known.
 *
 * @param order of its numbers, and of the list's
 * @param bufferSize how many bytes header and list have together, 64 bits
 * @param count how many entries the list has, 64 bits
 */
public record KexecHeader(ByteOrder order, long bufferSize, long count) {
  /** The size of the header in bytes. */
  public static final int SIZE = 24;

  private static final int VERSION = 1;

  /** PCR, SHA-1 digest, and a name of one byte. */
  private static final int LEAST_ENTRY = 4 + 20 + 4 + 1;

  /** The header that these bytes begin with; empty when they begin with something else. */
  static Optional<KexecHeader> recognise(byte[] head, int length) {
    if (length < SIZE) {
      return Optional.empty();
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer bytes = ByteBuffer.wrap(head, 0, SIZE).order(order);
      boolean known = bytes.getShort() == VERSION && bytes.getShort() == 0 && bytes.getInt() == 0;
      KexecHeader header = new KexecHeader(order, bytes.getLong(), bytes.getLong());
      // What follows must be a list: the first bytes alone could be one whose first PCR is 1.
      if (known
          && header.isPlausible()
          && (header.count == 0
              || length < SIZE + LEAST_ENTRY
              || header.listForm(head, length).isPresent())) {
        return Optional.of(header);
      }
    }
    return Optional.empty();
  }

  private boolean isPlausible() {
    return bufferSize >= SIZE && count >= 0 && count <= (bufferSize - SIZE) / LEAST_ENTRY;
  }

  Optional<ImaListForm> listForm(byte[] head, int length) {
    return ImaListForm.recognise(head, SIZE, length - SIZE).filter(form -> form.order() == order);
  }

  /** The header's bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
        .order(order)
        .putShort((short) VERSION)
        .putShort((short) 0)
        .putInt(0)
        .putLong(bufferSize)
        .putLong(count)
        .array();
  }
}
