package dev.vmr.verify.log;

/** Bytes are no log that is known here. */
public final class UnknownLogException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what is wrong. */
  public UnknownLogException(String message) {
    super(message);
  }
}
