package dev.vmr.verify.policy;

/** A text is no policy. */
public final class PolicyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  PolicyFormatException(int line, String reason) {
    super("line " + line + ": " + reason);
    this.line = line;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
