package dev.vmr.verify.files;

/** A reference list cannot be read (docs/ima-policy.md, sections 1 to 3). */
public final class FilePolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message begins with the place, as in {@code line 3, column 14: …}. */
  FilePolicyException(long line, long column, String reason) {
    super("line " + line + (column > 0 ? ", column " + column : "") + ": " + reason);
  }
}
