package dev.vmr.record;

import dev.vmr.register.RegisterName;
import java.util.Optional;

/**
 * The first word of an event: a register name, or a domain name such as {@code
 * kernel.org/tsm/static_mr} where no virtual register is meant (docs/log-format.md, section 4).
 *
 * @param text the word
 */
public record Subject(String text) {
  private static final int MAX_LENGTH = 255;

  /**
   * Checks the grammar.
   *
   * @throws IllegalArgumentException with the reason
   */
  public Subject {
    if (text.indexOf('/') < 0) {
      RegisterName unused = new RegisterName(text);
    } else {
      checkDomain(text);
    }
  }

  /** The subject of an event under a register's name; {@link #register} gives it back. */
  public static Subject of(RegisterName name) {
    return new Subject(name.text());
  }

  private static void checkDomain(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a domain name has at most " + MAX_LENGTH + " characters, not " + text.length());
    }
    boolean empty = true;
    for (int i = 0; i <= text.length(); i++) {
      boolean ends = i == text.length() || text.charAt(i) == '/';
      if (ends && empty) {
        throw new IllegalArgumentException("a domain name has no empty segment");
      }
      empty = ends;
      if (!ends && !isLetterOrDigit(text.charAt(i)) && "_.-".indexOf(text.charAt(i)) < 0) {
        throw new IllegalArgumentException("a domain name is written with A-Z a-z 0-9 _ . - /");
      }
    }
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The virtual register of that name; empty for a domain name. */
  public Optional<RegisterName> register() {
    return RegisterName.tryParse(text);
  }

  boolean isMultiplexer() {
    return text.equals(RegisterName.MULTIPLEXER.text());
  }

  @Override
  public String toString() {
    return text;
  }
}
