package dev.vmr.ima.pattern;

/**
 * What a part of a regular expression is read under, as Python's {@code re} has it.
 *
 * @param ignoreCase {@code i}: a character stands for itself in either case
 * @param dotAll {@code s}: the dot is a line feed, too
 * @param multiLine {@code m}: {@code ^} and {@code $} are the ends of every line
 */
record Flags(boolean ignoreCase, boolean dotAll, boolean multiLine) {
  static final Flags NONE = new Flags(false, false, false);

  /**
   * These flags as a group such as {@code (?i-s:…)} changes them.
   *
   * @param in stands behind the question mark; afterwards behind the colon
   * @param start where the group begins
   */
  Flags changed(PatternScanner in, int start) throws PatternFormatException {
    StringBuilder on = new StringBuilder();
    StringBuilder off = new StringBuilder();
    StringBuilder now = on;
    while (!in.take(':')) {
      int c = in.atEnd() ? ')' : in.next();
      if (c == '-' && now == on) {
        now = off;
      } else if ("ism".indexOf(c) >= 0 || (c == 'u' && now == on)) {
        now.appendCodePoint(c);
      } else {
        throw in.failure(start, unsupported(c));
      }
    }
    if (now == off && (off.isEmpty() || on.chars().anyMatch(c -> off.indexOf(text(c)) >= 0))) {
      throw in.failure(start, "flags are turned off that are none, or are turned on as well");
    }
    return new Flags(
        isOn('i', ignoreCase, on, off), isOn('s', dotAll, on, off), isOn('m', multiLine, on, off));
  }

  private static boolean isOn(char flag, boolean before, StringBuilder on, StringBuilder off) {
    return on.indexOf(text(flag)) >= 0 || (before && off.indexOf(text(flag)) < 0);
  }

  private static String text(int character) {
    return Character.toString(character);
  }

  private static String unsupported(int c) {
    return switch (c) {
      case ')' -> "flags stand at the beginning of a whole pattern, or as in (?i:...)";
      case '<' -> "look-behind is not supported";
      case '>' -> "atomic groups are not supported";
      case '(' -> "conditions are not supported";
      case 'P' -> "backreferences are not supported";
      default -> "there is no such group";
    };
  }
}
