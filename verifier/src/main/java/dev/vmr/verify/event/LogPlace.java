package dev.vmr.verify.event;

/**
 * A place in a log.
 *
 * @param unit what is counted
 * @param value bytes from 0, lines or records from 1
 */
public record LogPlace(Unit unit, long value) {

  /** What a place counts. */
  public enum Unit {
    OFFSET("offset"),
    LINE("line"),
    RECORD("record");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** The byte at this offset, from 0. */
  public static LogPlace offset(long offset) {
    return new LogPlace(Unit.OFFSET, offset);
  }

  /** A line, from 1. */
  public static LogPlace line(long line) {
    return new LogPlace(Unit.LINE, line);
  }

  /** A record, from 1, of a log in which neither lines nor bytes can be counted. */
  public static LogPlace record(long record) {
    return new LogPlace(Unit.RECORD, record);
  }

  @Override
  public String toString() {
    return unit.text() + " " + value;
  }
}
