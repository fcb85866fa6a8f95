package dev.vmr.register;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a register: {@code [A-Za-z_][A-Za-z0-9_.-]{0,62}}, but neither {@code SYNC} nor
 * {@code INIT}, which open lines of their own kind (docs/log-format.md, section 4).
 *
 * @param text the name as it stands in records
 */
public record RegisterName(String text) implements Comparable<RegisterName> {
  private static final int MAX_LENGTH = 63;

  /** The multiplexer's own name, under which no caller may write. */
  public static final RegisterName MULTIPLEXER = new RegisterName("vmr");

  /**
   * Checks the grammar.
   *
   * @throws IllegalArgumentException with the reason when the text is no register name
   */
  public RegisterName {
    String problem = problem(text);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** The name, or empty when the text is none. */
  public static Optional<RegisterName> tryParse(String text) {
    return problem(text) == null ? Optional.of(new RegisterName(text)) : Optional.empty();
  }

  private static @Nullable String problem(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return "a register name has 1 to " + MAX_LENGTH + " characters, not " + text.length();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean later = (c >= '0' && c <= '9') || c == '.' || c == '-';
      if (!first && (i == 0 || !later)) {
        return "a register name is written with A-Z a-z 0-9 _ . - and begins with a letter or _";
      }
    }
    return text.equals("SYNC") || text.equals("INIT") ? text + " is not a register name" : null;
  }

  @Override
  public int compareTo(RegisterName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
