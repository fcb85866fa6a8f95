package dev.vmr.verify.checkpoint;

/** A text is not the one spelling of a checkpoint. */
public final class CheckpointFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  CheckpointFormatException(int line, String reason) {
    super("line " + line + ": " + reason);
    this.line = line;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
