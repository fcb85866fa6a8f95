package dev.vmr.ima.pattern;

import java.util.HashSet;
import java.util.Set;

/** Goes over the characters of a pattern. */
final class PatternScanner {
  private final String text;
  private final Set<String> names = new HashSet<>();
  private int at;

  PatternScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at == text.length();
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  int peek() {
    return text.codePointAt(at);
  }

  int next() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  boolean startsWith(String what) {
    return text.startsWith(what, at);
  }

  boolean take(String what) {
    if (!startsWith(what)) {
      return false;
    }
    at += what.length();
    return true;
  }

  boolean take(char c) {
    if (atEnd() || text.charAt(at) != c) {
      return false;
    }
    at++;
    return true;
  }

  /**
   * The decimal number that stands here.
   *
   * @return -1 when none does
   * @throws PatternFormatException when it is above a limit
   */
  int number(int limit) throws PatternFormatException {
    int start = at;
    long value = 0;
    while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = value * 10 + (text.charAt(at) - '0');
      at++;
      if (value > limit) {
        throw failure(start, "a number is at most " + limit);
      }
    }
    return at == start ? -1 : (int) value;
  }

  /** So many hexadecimal digits. */
  int hex(int digits, int start) throws PatternFormatException {
    if (text.length() - at < digits || !text.substring(at, at + digits).matches("[0-9A-Fa-f]+")) {
      throw failure(start, "here " + digits + " hexadecimal digits are needed");
    }
    long value = Long.parseLong(text.substring(at, at + digits), 16);
    if (value > Character.MAX_CODE_POINT) {
      throw failure(start, "there is no such character");
    }
    at += digits;
    return (int) value;
  }

  /** A group's name and the bracket behind it. */
  void name(int start) throws PatternFormatException {
    int close = text.indexOf('>', at);
    if (close < 0 || !text.substring(at, close).matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw failure(start, "a group's name has letters, digits and underscores");
    }
    if (!names.add(text.substring(at, close))) {
      throw failure(start, "a group's name is another group's");
    }
    at = close + 1;
  }

  void skipTo(char c, int start) throws PatternFormatException {
    int found = text.indexOf(c, at);
    if (found < 0) {
      throw failure(start, "it is not closed");
    }
    at = found + 1;
  }

  PatternFormatException failure(String reason) {
    return failure(at, reason);
  }

  PatternFormatException failure(int offset, String reason) {
    return new PatternFormatException(offset, reason);
  }
}
