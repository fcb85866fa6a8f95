package dev.vmr.verify.cmw;

/** Bytes that are no wrapper, or not the one spelling of one. The message says where. */
public final class CmwFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what is wrong, and where. */
  public CmwFormatException(String message) {
    super(message);
  }
}
