package dev.vmr.verify.event;

/** How much an event's digests prove of what the event says (docs/logs.md, section 2). */
public enum Coverage {
  /** Every digest that could be computed here is the hash of the data, or of a named part of it. */
  MEASURED("measured"),
  /** The digests are of something that the log does not carry: the data is a claim. */
  CLAIMED("claimed"),
  /** The digests must be the hash of the data, and are not. */
  DIFFERENT("different");

  private final String text;

  Coverage(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }
}
