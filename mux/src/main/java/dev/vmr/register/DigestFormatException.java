package dev.vmr.register;

/** A text is not the one spelling of a digest. The message says why and repeats none of it. */
public final class DigestFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public DigestFormatException(String reason) {
    super(reason);
  }
}
