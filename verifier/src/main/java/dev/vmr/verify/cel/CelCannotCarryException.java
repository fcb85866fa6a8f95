package dev.vmr.verify.cel;

/** A record holds something that an encoding has no place for. */
public final class CelCannotCarryException extends Exception {
  private static final long serialVersionUID = 1L;

  CelCannotCarryException(CelRecord record, String reason) {
    super(record.place() + ": " + reason);
  }
}
