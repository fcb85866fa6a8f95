package dev.vmr.ima;

/** How a kernel gets what it extends into a bank (docs/ima.md, section 4). */
public enum ImaRule {
  REAL("real"),
  PADDED_SHA1("padded-sha1"),
  /** Some banks one, some the other. */
  MIXED("mixed");

  private final String text;

  ImaRule(String text) {
    this.text = text;
  }

  /** The name in docs/ima.md. */
  public String text() {
    return text;
  }
}
