package dev.vmr.ima.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * Globs: {@code *} any characters but a slash, {@code **} any characters, {@code ?} one character
 * but a slash, {@code [a-z]} and {@code [!a-z]} one of a set, a backslash takes the next character
 * as it is. Anything else is itself.
 */
final class GlobParser {
  private static final CharacterSet NO_SLASH = CharacterSet.of('/').negated();
  private static final CharacterSet ANY = new CharacterSet(c -> true);

  private final String glob;
  private int at;

  GlobParser(String glob) {
    this.glob = glob;
  }

  Node parse() throws PatternFormatException {
    List<Node> parts = new ArrayList<>();
    while (at < glob.length()) {
      int c = glob.codePointAt(at);
      switch (c) {
        case '*' -> {
          boolean any = glob.startsWith("**", at);
          parts.add(new Node.Repeat(new Node.One(any ? ANY : NO_SLASH), 0, Node.ENDLESS));
          at += any ? 2 : 1;
        }
        case '?' -> {
          parts.add(new Node.One(NO_SLASH));
          at++;
        }
        case '[' -> parts.add(new Node.One(set()));
        case '\\' -> {
          at++;
          if (at == glob.length()) {
            throw new PatternFormatException(at - 1, "a pattern does not end in a backslash");
          }
          parts.add(new Node.One(CharacterSet.of(next())));
        }
        default -> parts.add(new Node.One(CharacterSet.of(next())));
      }
    }
    return new Node.Sequence(parts);
  }

  private int next() {
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private CharacterSet set() throws PatternFormatException {
    int open = at;
    boolean negated = glob.startsWith("[!", open);
    at += negated ? 2 : 1;
    int close = glob.indexOf(']', at + 1);
    if (close < 0) {
      throw new PatternFormatException(open, "a set in a pattern is closed with ']'");
    }
    CharacterSet set = new CharacterSet(c -> false);
    while (at < close) {
      int start = at;
      int first = next();
      int last = first;
      if (at < close - 1 && glob.charAt(at) == '-') {
        at++;
        last = next();
        if (last < first) {
          throw new PatternFormatException(start, "a range goes upwards");
        }
      }
      set = set.or(CharacterSet.range(first, last));
    }
    at = close + 1;
    return negated ? set.or(CharacterSet.of('/')).negated() : set;
  }
}
