package dev.vmr.register;

/** A text is not the one spelling of a digest. The message says why and repeats none of it. */
public final class DigestFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Such a text.
   *
   * @param reason what a digest has that the text has not, for the one who wrote it
   */
  public DigestFormatException(String reason) {
    super(reason);
  }
}
