package dev.vmr.ima;

/** A list cannot be read any further (docs/ima.md, sections 1 to 3). */
public final class ImaFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long entry;
  private final boolean truncated;

  ImaFormatException(long entry, String where, String reason, boolean truncated) {
    super("entry " + entry + ", " + where + ": " + reason);
    this.entry = entry;
    this.truncated = truncated;
  }

  /** The number of the entry that could not be read, from 1. */
  public long entry() {
    return entry;
  }

  /** Whether the list merely ends inside the entry. */
  public boolean truncated() {
    return truncated;
  }
}
