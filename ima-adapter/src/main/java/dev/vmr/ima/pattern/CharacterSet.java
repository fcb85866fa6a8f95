package dev.vmr.ima.pattern;

import java.util.function.IntPredicate;

/**
 * A set of code points; what it is made of is a predicate.
 *
 * @param only its one member, or -1
 */
record CharacterSet(IntPredicate contains, int only) {
  CharacterSet(IntPredicate contains) {
    this(contains, -1);
  }

  boolean contains(int c) {
    return contains.test(c);
  }

  static CharacterSet of(int c) {
    return new CharacterSet(other -> other == c, c);
  }

  static CharacterSet range(int first, int last) {
    return new CharacterSet(c -> first <= c && c <= last);
  }

  CharacterSet or(CharacterSet other) {
    return new CharacterSet(contains.or(other.contains));
  }

  CharacterSet negated() {
    return new CharacterSet(contains.negate());
  }

  /** The same without regard to case. */
  CharacterSet inEitherCase() {
    return new CharacterSet(
        c ->
            contains.test(c)
                || contains.test(Character.toLowerCase(c))
                || contains.test(Character.toUpperCase(c)));
  }

  /** What {@code \d}, {@code \w} and {@code \s} stand for in Python's patterns of text. */
  static CharacterSet ofClass(char name) {
    CharacterSet set =
        switch (Character.toLowerCase(name)) {
          case 'd' -> new CharacterSet(c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER);
          case 'w' -> new CharacterSet(CharacterSet::isWord);
          case 's' -> new CharacterSet(CharacterSet::isSpace);
          default -> throw new IllegalArgumentException("there is no class \\" + name);
        };
    return Character.isUpperCase(name) ? set.negated() : set;
  }

  static boolean isWord(int c) {
    if (c == '_' || Character.isLetter(c)) {
      return true;
    }
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r')
        || (c >= 0x1C && c <= 0x1F)
        || c == 0x85
        || Character.isSpaceChar(c);
  }
}
