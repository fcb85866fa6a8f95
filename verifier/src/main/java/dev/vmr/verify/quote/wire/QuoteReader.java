package dev.vmr.verify.quote.wire;

import java.util.Arrays;

/**
 * Reads a structure from its beginning. Offsets in errors are those of the structure. Used by one
 * thread.
 */
public final class QuoteReader {
  private final String structure;
  private final byte[] bytes;
  private final boolean bigEndian;
  private int position;

  private QuoteReader(String structure, byte[] bytes, boolean bigEndian) {
    this.structure = structure;
    this.bytes = bytes;
    this.bigEndian = bigEndian;
  }

  /** Numbers are little-endian: Intel, AMD, Azure. */
  public static QuoteReader littleEndian(String structure, byte[] bytes) {
    return new QuoteReader(structure, bytes, false);
  }

  /** Numbers are big-endian: TPM. */
  public static QuoteReader bigEndian(String structure, byte[] bytes) {
    return new QuoteReader(structure, bytes, true);
  }

  /** Where the next piece begins. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.length - position;
  }

  /** The next bytes, which are copied. */
  public byte[] take(int size) throws QuoteFormatException {
    need(size);
    position += size;
    return Arrays.copyOfRange(bytes, position - size, position);
  }

  /** Everything that is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
    position = bytes.length;
    return rest;
  }

  /** Leaves bytes out. */
  public void skip(int size) throws QuoteFormatException {
    need(size);
    position += size;
  }

  /** An unsigned number of one byte. */
  public int u8() throws QuoteFormatException {
    return (int) number(1);
  }

  /** An unsigned number of two bytes. */
  public int u16() throws QuoteFormatException {
    return (int) number(2);
  }

  /** An unsigned number of four bytes. */
  public long u32() throws QuoteFormatException {
    return number(4);
  }

  /** A number of eight bytes, as its bits are. */
  public long u64() throws QuoteFormatException {
    return number(8);
  }

  /** Bytes whose size comes before them in four bytes. */
  public byte[] sized32() throws QuoteFormatException {
    long size = u32();
    if (size > remaining()) {
      throw new QuoteFormatException(
          structure, position - 4L, size + " bytes announced, there are " + remaining());
    }
    return take((int) size);
  }

  /** Bytes whose size comes before them in two bytes. */
  public byte[] sized16() throws QuoteFormatException {
    return take(u16());
  }

  /** Fails unless everything was read. */
  public void end() throws QuoteFormatException {
    if (remaining() != 0) {
      throw malformed(remaining() + " bytes too many");
    }
  }

  /** An error at the next piece. */
  public QuoteFormatException malformed(String reason) {
    return new QuoteFormatException(structure, position, reason);
  }

  private void need(int size) throws QuoteFormatException {
    if (size < 0 || size > remaining()) {
      throw malformed(size + " bytes expected, there are " + remaining());
    }
  }

  private long number(int size) throws QuoteFormatException {
    need(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      int at = bigEndian ? position + i : position + size - 1 - i;
      value = value << 8 | (bytes[at] & 0xFF);
    }
    position += size;
    return value;
  }
}
