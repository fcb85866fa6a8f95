package dev.vmr.verify.ear;

/** How far something can be trusted (AR4SI, section 2.3.2), the worst last. */
public enum TrustTier {
  NONE("none"),
  AFFIRMING("affirming"),
  WARNING("warning"),
  CONTRAINDICATED("contraindicated");

  private static final int FIRST_AFFIRMING = 2;
  private static final int FIRST_WARNING = 32;
  private static final int FIRST_CONTRAINDICATED = 96;

  private final String text;

  TrustTier(String text) {
    this.text = text;
  }

  /** The tier of a standard value. */
  static TrustTier of(int value) {
    if (value >= FIRST_CONTRAINDICATED) {
      return CONTRAINDICATED;
    }
    if (value >= FIRST_WARNING) {
      return WARNING;
    }
    return value >= FIRST_AFFIRMING ? AFFIRMING : NONE;
  }

  /** The name in JSON. */
  public String text() {
    return text;
  }
}
