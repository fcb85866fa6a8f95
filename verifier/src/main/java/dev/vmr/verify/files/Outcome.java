package dev.vmr.verify.files;

/** What has become of an entry (docs/ima-policy.md, section 5). */
public enum Outcome {
  /** It was not wanted. */
  REJECTED("rejected"),
  /** Its digest is listed. */
  LISTED("listed"),
  /** It is signed by a key that is believed. */
  SIGNED("signed"),
  /** The policy does not look at it. */
  EXCLUDED("excluded"),
  /** A key that is listed for its keyring. */
  KEY("keys"),
  /** Another buffer that is listed. */
  BUFFER("buffers"),
  /** A boot_aggregate that registers explain, or that is left to others. */
  BOOT_AGGREGATE("boot_aggregates"),
  /** A violation that is allowed. */
  VIOLATION_ALLOWED("violations_allowed"),
  /** Nothing is said of it, and that is allowed. */
  UNKNOWN_ALLOWED("unknown_allowed");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }
}
