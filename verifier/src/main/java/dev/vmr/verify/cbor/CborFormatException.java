package dev.vmr.verify.cbor;

/** Bytes that are no CBOR, or not the CBOR that was expected, and where. */
public final class CborFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  /** States what is wrong with the data item at {@code offset}. */
  public CborFormatException(int offset, String reason) {
    super("offset " + offset + ": " + reason);
    this.offset = offset;
  }

  /** From the beginning of the bytes that the reader was given. */
  public int offset() {
    return offset;
  }
}
