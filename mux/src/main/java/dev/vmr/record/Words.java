package dev.vmr.record;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cursor over the words of one line, which single spaces part. */
final class Words {
  private final String line;

  /** The current word is {@code line[start, end)}. */
  private int start;

  private int end;

  /** Stands on the first word of a line that {@link LineRules} allows. */
  Words(String line) {
    this.line = line;
    moveTo(0);
  }

  private void moveTo(int from) {
    start = from;
    int space = line.indexOf(' ', from);
    end = space < 0 ? line.length() : space;
  }

  /** Whether another word follows the current one. */
  boolean hasMore() {
    return end < line.length();
  }

  /** Moves to the next word, which must be there. */
  void advance(String expected) throws RecordFormatException {
    if (!hasMore()) {
      throw new RecordFormatException(line.length() + 1, "expected " + expected + " here");
    }
    moveTo(end + 1);
  }

  /** Requires that the current word is the last. */
  void expectEnd() throws RecordFormatException {
    if (hasMore()) {
      throw new RecordFormatException(end + 1, "the record ends here");
    }
  }

  /** The current word. */
  String word() {
    return line.substring(start, end);
  }

  /** The current word and everything after it. */
  String rest() {
    return line.substring(start);
  }

  /** Everything after the current word, or null when it is the last. */
  @Nullable String content() {
    return hasMore() ? line.substring(end + 1) : null;
  }

  boolean is(String text) {
    return end - start == text.length() && line.startsWith(text, start);
  }

  boolean startsWith(String prefix) {
    return end - start >= prefix.length() && line.startsWith(prefix, start);
  }

  /** What follows {@code prefix} in the current word, which must begin with it. */
  String after(String prefix) throws RecordFormatException {
    if (!startsWith(prefix)) {
      throw problem("expected " + prefix + "…");
    }
    return line.substring(start + prefix.length(), end);
  }

  /** The value made of the current word, or the problem with it. */
  <T> T checked(Supplier<T> value) throws RecordFormatException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      throw problem(reason == null ? "not a value of this kind" : reason);
    }
  }

  /** What is wrong with the current word. */
  RecordFormatException problem(String reason) {
    return new RecordFormatException(start + 1, reason);
  }
}
