package dev.vmr.ima.pattern;

/** Sets in brackets, and what stands behind a backslash. */
final class ClassParser {
  private final PatternScanner in;

  ClassParser(PatternScanner in) {
    this.in = in;
  }

  CharacterSet any() {
    return new CharacterSet(c -> true);
  }

  /** The set whose opening bracket was read. */
  CharacterSet set(boolean ignoreCase) throws PatternFormatException {
    int start = in.position() - 1;
    boolean negated = in.take('^');
    CharacterSet set = new CharacterSet(c -> false);
    boolean first = true;
    while (first || !in.take(']')) {
      first = false;
      if (in.atEnd()) {
        throw in.failure(start, "a set is not closed");
      }
      int from = in.position();
      CharacterSet member = member();
      if (!isRange()) {
        set = set.or(member);
        continue;
      }
      int low = single(from);
      in.take('-');
      int to = in.position();
      member();
      int high = single(to);
      if (high < low) {
        throw in.failure(from, "a range goes upwards");
      }
      set = set.or(CharacterSet.range(low, high));
    }
    CharacterSet all = ignoreCase ? set.inEitherCase() : set;
    return negated ? all.negated() : all;
  }

  private boolean isRange() {
    if (!in.take('-')) {
      return false;
    }
    boolean range = !in.atEnd() && in.peek() != ']';
    in.back(in.position() - 1);
    return range;
  }

  private CharacterSet member() throws PatternFormatException {
    if (in.atEnd()) {
      throw in.failure("a set is not closed");
    }
    int start = in.position();
    int c = in.next();
    return c == '\\' ? escape(start, true) : CharacterSet.of(c);
  }

  /** The character that the member between {@code from} and here is. */
  private int single(int from) throws PatternFormatException {
    int behind = in.position();
    in.back(from);
    int c = in.next();
    if (c == '\\') {
      if ("dDwWsS".indexOf(in.peek()) >= 0) {
        throw in.failure(from, "a range goes from a character to a character");
      }
      c = character(from, true);
    }
    in.back(behind);
    return c;
  }

  /** What stands behind a backslash that was read at {@code start}. */
  CharacterSet escape(int start, boolean inSet) throws PatternFormatException {
    if (in.atEnd()) {
      throw in.failure(start, "a pattern does not end in a backslash");
    }
    if ("dDwWsS".indexOf(in.peek()) >= 0) {
      return CharacterSet.ofClass((char) in.next());
    }
    return CharacterSet.of(character(start, inSet));
  }

  private int character(int start, boolean inSet) throws PatternFormatException {
    int c = in.next();
    if (c >= '0' && c <= '9') {
      return octal(c, start, inSet);
    }
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0B;
      case 'a' -> 0x07;
      case 'b' -> '\b'; // in a set only; elsewhere it is a place
      case 'x' -> in.hex(2, start);
      case 'u' -> in.hex(4, start);
      case 'U' -> in.hex(8, start);
      default -> {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
          throw in.failure(start, "there is no such escape");
        }
        yield c;
      }
    };
  }

  /** {@code \0}, {@code \012}, {@code \103}; outside of sets, {@code \1} is a backreference. */
  private int octal(int first, int start, boolean inSet) throws PatternFormatException {
    int value = first - '0';
    int digits = 1;
    while (first < '8' && digits < 3 && !in.atEnd() && in.peek() >= '0' && in.peek() <= '7') {
      value = value * 8 + in.next() - '0';
      digits++;
    }
    if (!inSet && first != '0' && digits < 3) {
      throw in.failure(start, "backreferences are not supported");
    }
    if (first > '7' || value > 0xFF) {
      throw in.failure(start, "there is no such escape");
    }
    return value;
  }
}
