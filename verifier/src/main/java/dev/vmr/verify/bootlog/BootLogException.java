package dev.vmr.verify.bootlog;

/** A firmware log cannot be read any further. */
final class BootLogException extends Exception {
  private static final long serialVersionUID = 1L;

  BootLogException(long offset, String reason) {
    super("offset " + offset + ": " + reason);
  }
}
