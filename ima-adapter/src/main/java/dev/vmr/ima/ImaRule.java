package dev.vmr.ima;

import java.util.Collection;
import java.util.Optional;

/** How a kernel gets what it extends into a bank (docs/ima.md, section 5). */
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

  /** The rule of that name; empty when there is none. */
  public static Optional<ImaRule> of(String text) {
    for (ImaRule rule : values()) {
      if (rule.text.equals(text)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** The name for a register whose banks other than SHA-1 follow these rules. */
  public static ImaRule ofBanks(Collection<ImaRule> rules) {
    if (rules.contains(MIXED) || (rules.contains(REAL) && rules.contains(PADDED_SHA1))) {
      return MIXED;
    }
    return rules.contains(PADDED_SHA1) ? PADDED_SHA1 : REAL;
  }
}
