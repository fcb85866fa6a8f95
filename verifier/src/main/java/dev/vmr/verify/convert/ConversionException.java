package dev.vmr.verify.convert;

/** A log cannot be turned into another without loss, or cannot be read. */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States where and why. */
  public ConversionException(String message) {
    super(message);
  }
}
