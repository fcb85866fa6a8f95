package dev.vmr.record;

/** A line is no record: docs/log-format.md, sections 1, 3, 4 and 5 say what is. */
public final class RecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final String reason;

  /**
   * States where and why.
   *
   * @param column the first wrong character, counted from 1
   * @param reason what is expected there; it repeats nothing of the line
   */
  public RecordFormatException(int column, String reason) {
    // A hostile log has millions of such lines; where in the code each was refused costs the most.
    super("column " + column + ": " + reason, null, false, false);
    this.column = column;
    this.reason = reason;
  }

  /** The first wrong character, counted from 1. */
  public int column() {
    return column;
  }

  /** What is expected there. */
  public String reason() {
    return reason;
  }
}
