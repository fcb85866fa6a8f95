package dev.vmr.ima;

import java.util.regex.Pattern;

/**
 * A pattern for paths: {@code *} any characters but a slash, {@code **} any characters, {@code ?}
 * one character but a slash, {@code [a-z]} and {@code [!a-z]} one of a set, a backslash takes the
 * next character as it is. Anything else is itself, and all of the path must match.
 */
public final class PathGlob {
  private final Pattern pattern;

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException when a set is not closed or a backslash is last
   */
  public PathGlob(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      switch (c) {
        case '*' -> {
          boolean any = glob.startsWith("**", at);
          regex.append(any ? ".*" : "[^/]*");
          at += any ? 2 : 1;
        }
        case '?' -> {
          regex.append("[^/]");
          at++;
        }
        case '[' -> at = set(glob, at, regex);
        case '\\' -> {
          if (at + 1 == glob.length()) {
            throw new IllegalArgumentException("a pattern does not end in a backslash");
          }
          regex.append(Pattern.quote(glob.substring(at + 1, at + 2)));
          at += 2;
        }
        default -> {
          regex.append(Pattern.quote(String.valueOf(c)));
          at++;
        }
      }
    }
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static int set(String glob, int open, StringBuilder regex) {
    boolean negated = glob.startsWith("[!", open);
    int first = open + (negated ? 2 : 1);
    int close = glob.indexOf(']', first + 1);
    if (close < 0) {
      throw new IllegalArgumentException("a set in a pattern is closed with ']'");
    }
    regex.append(negated ? "[^/" : "[");
    for (int i = first; i < close; i++) {
      char c = glob.charAt(i);
      boolean range = c == '-' && i > first && i < close - 1;
      regex.append(range || Character.isLetterOrDigit(c) ? "" : "\\").append(c);
    }
    regex.append(']');
    return close + 1;
  }

  /** Whether the pattern matches all of {@code path}. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }
}
