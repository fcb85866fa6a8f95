package dev.vmr.verify;

/** Evidence is not what it is said to be, and so there is no verdict. */
public final class EvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what is wrong. */
  public EvidenceException(String message) {
    super(message);
  }
}
