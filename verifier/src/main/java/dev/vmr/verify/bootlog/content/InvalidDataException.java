package dev.vmr.verify.bootlog.content;

/** The data of an event is not what its type says. */
final class InvalidDataException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidDataException(String reason) {
    super(reason, null, false, false);
  }
}
