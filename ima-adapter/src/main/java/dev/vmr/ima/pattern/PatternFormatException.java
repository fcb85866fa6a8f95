package dev.vmr.ima.pattern;

/** A pattern is none, or one that cannot be matched here. */
public final class PatternFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  PatternFormatException(int offset, String reason) {
    super("character " + (offset + 1) + " of the pattern: " + reason);
    this.offset = offset;
  }

  /** Where in the pattern, in characters from 0. */
  public int offset() {
    return offset;
  }
}
