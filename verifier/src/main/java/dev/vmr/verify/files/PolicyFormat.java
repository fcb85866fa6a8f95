package dev.vmr.verify.files;

import java.util.Arrays;
import java.util.Optional;

/** The forms of a reference list (docs/ima-policy.md). */
public enum PolicyFormat {
  /** What sha256sum and its like print. */
  CHECKSUMS("checksums"),
  /** Keylime's runtime policies and older allowlists. */
  KEYLIME("keylime"),
  /** Our own. */
  VMR("vmr");

  private final String text;

  PolicyFormat(String text) {
    this.text = text;
  }

  /** The stable spelling. */
  public String text() {
    return text;
  }

  /** The format of that spelling. */
  public static Optional<PolicyFormat> of(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }
}
