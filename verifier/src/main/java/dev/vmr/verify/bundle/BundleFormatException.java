package dev.vmr.verify.bundle;

/** Bytes are no evidence bundle. The message says where and why, and repeats nothing of them. */
public final class BundleFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what is wrong. */
  public BundleFormatException(String message) {
    super(message);
  }
}
