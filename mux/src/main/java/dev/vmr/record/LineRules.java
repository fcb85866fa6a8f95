package dev.vmr.record;

/** The rule for the characters of a record (docs/log-format.md, section 1). */
final class LineRules {
  static final String RULE =
      "printable ASCII without leading, trailing or doubled spaces, and not empty";

  private LineRules() {}

  /** The index of the first character that breaks the rule, or -1. An empty text has none. */
  static int firstProblem(String text) {
    boolean afterSpace = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == ' ';
      if (space ? afterSpace : c < '!' || c > '~') {
        return i;
      }
      afterSpace = space;
    }
    return afterSpace && !text.isEmpty() ? text.length() - 1 : -1;
  }
}
