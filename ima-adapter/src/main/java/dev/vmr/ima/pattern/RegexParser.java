package dev.vmr.ima.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the regular part of the syntax of Python's {@code re}, for texts, not bytes. What a finite
 * automaton cannot do, or what makes a pattern mean another thing than it looks like, is an error:
 * backreferences, conditions, look-behind, atomic groups, possessive repeats, flags for the whole
 * pattern.
 */
final class RegexParser {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_TIMES = 100_000;

  private final PatternScanner in;
  private final List<Node> looks;
  private final ClassParser classes;
  private int depth;
  private Flags flags = Flags.NONE;

  /** A reader; {@code looks} takes what the look-aheads contain, inner ones first. */
  RegexParser(String regex, List<Node> looks) {
    this.in = new PatternScanner(regex);
    this.looks = looks;
    this.classes = new ClassParser(in);
  }

  Node parse() throws PatternFormatException {
    Node all = choice();
    if (!in.atEnd()) {
      throw in.failure("a parenthesis is closed that was not opened");
    }
    return all;
  }

  private Node choice() throws PatternFormatException {
    if (++depth > MAX_DEPTH) {
      throw in.failure("groups lie too deep in each other");
    }
    List<Node> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (in.take('|'));
    depth--;
    return branches.size() == 1 ? branches.get(0) : new Node.Choice(branches);
  }

  private Node sequence() throws PatternFormatException {
    List<Node> parts = new ArrayList<>();
    while (!in.atEnd() && in.peek() != '|' && in.peek() != ')') {
      int start = in.position();
      boolean comment = in.startsWith("(?#");
      Node atom = atom();
      if (!comment) {
        parts.add(repeated(atom, start));
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Node.Sequence(parts);
  }

  private Node repeated(Node atom, int start) throws PatternFormatException {
    int before = in.position();
    int[] times = times();
    if (times.length == 0) {
      return atom;
    }
    if (atom instanceof Node.At) {
      throw in.failure(start, "there is nothing to repeat");
    }
    if (in.take('+')) {
      throw in.failure(before, "possessive repeats are not supported");
    }
    in.take('?'); // how much is taken does not matter to whether it matches
    int behind = in.position();
    if (times().length > 0) {
      throw in.failure(behind, "a repeat is repeated");
    }
    return new Node.Repeat(atom, times[0], times[1]);
  }

  /** {@code least, most} of a repeat that stands here; nothing when none does. */
  private int[] times() throws PatternFormatException {
    if (in.take('*')) {
      return new int[] {0, Node.ENDLESS};
    }
    if (in.take('+')) {
      return new int[] {1, Node.ENDLESS};
    }
    if (in.take('?')) {
      return new int[] {0, 1};
    }
    int start = in.position();
    if (!in.take('{') || in.take('}')) {
      in.back(start);
      return new int[0];
    }
    int least = in.number(MAX_TIMES);
    int most = least;
    if (in.take(',')) {
      most = in.number(MAX_TIMES);
    } else if (least < 0) {
      most = 0; // "{x": no repeat
    }
    if (!in.take('}')) {
      in.back(start);
      return new int[0];
    }
    if (most >= 0 && most < least) {
      throw in.failure(start, "a repeat has more at least than at most");
    }
    return new int[] {Math.max(least, 0), most < 0 ? Node.ENDLESS : most};
  }

  private Node atom() throws PatternFormatException {
    int c = in.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new Node.One(classes.set(flags.ignoreCase()));
      case '{' -> brace();
      case '.' -> new Node.One(flags.dotAll() ? classes.any() : CharacterSet.of('\n').negated());
      case '^' -> new Node.At(flags.multiLine() ? Place.START_OF_LINE : Place.START);
      case '$' -> new Node.At(flags.multiLine() ? Place.END_OF_LINE : Place.END_OF_TEXT_LINE);
      case '\\' -> escape();
      case '*', '+', '?' -> throw in.failure(in.position() - 1, "there is nothing to repeat");
      default -> one(CharacterSet.of(c));
    };
  }

  /** A brace where nothing is that could be repeated. */
  private Node brace() throws PatternFormatException {
    int behind = in.position();
    in.back(behind - 1);
    if (times().length > 0) {
      throw in.failure(behind - 1, "there is nothing to repeat");
    }
    in.back(behind);
    return one(CharacterSet.of('{'));
  }

  private Node one(CharacterSet set) {
    return new Node.One(flags.ignoreCase() ? set.inEitherCase() : set);
  }

  private Node escape() throws PatternFormatException {
    int start = in.position() - 1;
    if (in.atEnd()) {
      throw in.failure(start, "a pattern does not end in a backslash");
    }
    switch (in.peek()) {
      case 'A' -> in.next();
      case 'Z', 'b', 'B' -> {
        int c = in.next();
        return new Node.At(
            c == 'Z' ? Place.END : c == 'b' ? Place.WORD_BOUNDARY : Place.NO_WORD_BOUNDARY);
      }
      default -> {
        return one(classes.escape(start, false));
      }
    }
    return new Node.At(Place.START);
  }

  private Node group() throws PatternFormatException {
    int start = in.position() - 1;
    Flags outside = flags;
    boolean look = in.startsWith("?=") || in.startsWith("?!");
    boolean negative = in.startsWith("?!");
    if (in.take("?#")) {
      in.skipTo(')', start);
      return Node.nothing();
    }
    if (look) {
      in.next();
      in.next();
    } else if (in.take("?P<")) {
      in.name(start);
    } else if (in.take('?') && !in.take(':')) {
      flags = flags.changed(in, start);
    }
    Node inside = choice();
    if (!in.take(')')) {
      throw in.failure(start, "a parenthesis is not closed");
    }
    flags = outside;
    if (!look) {
      // A sequence, so that what is repeated is never a bare place.
      return inside instanceof Node.At ? new Node.Sequence(List.of(inside)) : inside;
    }
    looks.add(inside);
    return new Node.LookAhead(looks.size() - 1, inside, negative);
  }
}
