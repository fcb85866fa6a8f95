package dev.vmr.record;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code <subject> <operation> [<content>]}: an application's own event, not interpreted.
 *
 * @param subject a register name or a domain name, but not the multiplexer's own
 * @param operation one word that is none of the format's own, in whatever case
 * @param content the rest of the line, or null when there is none
 */
public record Event(Subject subject, String operation, @Nullable String content)
    implements LogRecord {
  private static final int MAX_OPERATION = 63;
  private static final Set<String> RESERVED = Set.of("begin", "define", "extend", "reset", "lock");

  /**
   * Checks each part, so that no two events have one spelling.
   *
   * @throws IllegalArgumentException with the reason
   */
  public Event {
    if (subject.isMultiplexer()) {
      throw new IllegalArgumentException("only the multiplexer writes under " + subject);
    }
    checkOperation(operation);
    if (content != null) {
      int at = LineRules.firstProblem(content);
      if (at >= 0 || content.isEmpty()) {
        throw new IllegalArgumentException(
            "content is " + LineRules.RULE + "; character " + (at + 1) + " is not");
      }
    }
  }

  private static void checkOperation(String operation) {
    if (operation.isEmpty() || operation.length() > MAX_OPERATION) {
      throw new IllegalArgumentException(
          "an operation has 1 to " + MAX_OPERATION + " characters, not " + operation.length());
    }
    for (int i = 0; i < operation.length(); i++) {
      char c = operation.charAt(i);
      if (!Subject.isLetterOrDigit(c) && c != '_' && (i == 0 || ".:/-".indexOf(c) < 0)) {
        throw new IllegalArgumentException(
            "an operation is written with A-Z a-z 0-9 _ . : / - and begins with one of the first");
      }
    }
    if (RESERVED.contains(operation.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "'"
              + operation
              + "' with these operands is no record; as an event's operation it is"
              + " reserved");
    }
  }

  @Override
  public Kind kind() {
    return Kind.EVENT;
  }

  @Override
  public String format() {
    String head = subject + " " + operation;
    return content == null ? head : head + " " + content;
  }
}
