package dev.vmr.verify.json;

/** A text is not JSON as it is read here. The message gives the place and repeats none of it. */
public final class JsonFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * States what is wrong.
   *
   * @param offset in the text, in characters from 0; -1 when the place is not known
   */
  public JsonFormatException(long offset, String reason) {
    super(offset < 0 ? reason : "offset " + offset + ": " + reason);
    this.offset = offset;
  }

  /** Where, in characters from 0; -1 when that is not known. */
  public long offset() {
    return offset;
  }
}
