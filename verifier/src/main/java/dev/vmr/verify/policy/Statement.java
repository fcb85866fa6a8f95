package dev.vmr.verify.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.SetMultimap;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One statement of a policy: a word and its operands (docs/policy.md, section 1).
 *
 * @param line its number, from 1
 * @param word what it is about
 * @param operands the other words
 */
record Statement(int line, String word, List<String> operands) {
  private static final int LONGEST_SHOWN = 40;

  /** Copies the list. */
  Statement {
    operands = ImmutableList.copyOf(operands);
  }

  /**
   * The words of a line.
   *
   * @throws PolicyFormatException when they are not separated by one space each
   */
  static Statement of(int line, String text) throws PolicyFormatException {
    List<String> words = Arrays.asList(text.split(" ", -1));
    if (words.contains("")) {
      throw new PolicyFormatException(
          line, "words have one space between them, none before or after");
    }
    return new Statement(line, words.get(0), words.subList(1, words.size()));
  }

  /**
   * Looks at a whole line; a comment may hold anything.
   *
   * @throws PolicyFormatException at the first character that a statement cannot have
   */
  static void checkCharacters(int line, String text) throws PolicyFormatException {
    for (int i = 0; i < text.length() && !text.startsWith("#"); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        throw new PolicyFormatException(
            line, "column " + (i + 1) + ": a statement is printable ASCII");
      }
    }
  }

  String operand(int index, String expected) throws PolicyFormatException {
    if (index >= operands.size()) {
      throw problem("expected " + expected + " here");
    }
    return operands.get(index);
  }

  void expect(int index, String expected) throws PolicyFormatException {
    if (!operand(index, "'" + expected + "'").equals(expected)) {
      throw problem("expected '" + expected + "' here");
    }
  }

  /** The operands from one on. */
  List<String> from(int index) {
    return operands.subList(index, operands.size());
  }

  /** One operand, and the statement is made for the first time. */
  void once(boolean before, String only) throws PolicyFormatException {
    if (before || operands.size() != 1 || !operands.get(0).equals(only)) {
      throw problem("expected '" + only + "', once, and nothing behind it");
    }
  }

  void addTo(Set<String> set, Function<String, String> reading) throws PolicyFormatException {
    operand(0, "a name");
    for (String each : operands) {
      if (!set.add(reading.apply(each))) {
        throw problem("'" + shown(each) + "' is there already");
      }
    }
  }

  /** Adds the values from an operand on. */
  <K, V> void addTo(SetMultimap<K, V> map, K key, int from, Function<String, V> reading)
      throws PolicyFormatException {
    operand(from, "a value");
    for (String each : from(from)) {
      if (!map.put(key, reading.apply(each))) {
        throw problem("the value " + shown(each) + " is there already");
      }
    }
  }

  /** A word as it may be shown. */
  static String shown(String word) {
    return word.length() > LONGEST_SHOWN ? word.substring(0, LONGEST_SHOWN) + "..." : word;
  }

  PolicyFormatException problem(String reason) {
    return new PolicyFormatException(line, reason);
  }
}
