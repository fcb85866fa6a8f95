package dev.vmr.verify.event;

/**
 * Something that is to be said about a log (docs/logs.md, section 3).
 *
 * @param code stable, for programs
 * @param severity an error means: do not believe this log
 * @param place where
 * @param text for people; nothing of the log in it that is not printable
 */
public record EventFinding(Code code, Severity severity, LogPlace place, String text) {

  /** What a finding means for the log. */
  public enum Severity {
    INFO("info"),
    WARNING("warning"),
    ERROR("error");

    private final String text;

    Severity(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** The findings of docs/logs.md, section 3. */
  public enum Code {
    /** A field is impossible; nothing behind it was read. */
    MALFORMED("log-malformed", Severity.ERROR),
    /** The log ends inside an event. */
    TRUNCATED("log-truncated", Severity.ERROR),
    LIMIT_EXCEEDED("limit-exceeded", Severity.ERROR),
    /** A bank is of an algorithm that is not computed here, and is not replayed. */
    UNKNOWN_ALGORITHM("unknown-algorithm", Severity.WARNING),
    /** An event has no digest for a bank of the log: that bank's value means little. */
    MISSING_DIGEST("digest-missing", Severity.WARNING),
    DIGEST_DIFFERS("digest-differs", Severity.ERROR),
    /** The data of an event is not what its type says. */
    INVALID_DATA("data-invalid", Severity.WARNING),
    DUPLICATE_SEPARATOR("duplicate-separator", Severity.WARNING),
    MISSING_SEPARATOR("missing-separator", Severity.WARNING),
    /** Where the log ends, filler begins; behind the filler there is something again. */
    BYTES_AFTER_END("bytes-after-end", Severity.WARNING),
    MISPLACED_EVENT("misplaced-event", Severity.ERROR),
    /** A record number that is not the next one. */
    RECORD_NUMBER("record-number", Severity.ERROR),
    /** The log states a value that its register began with, and proves nothing of it. */
    UNEXPLAINED_START("unexplained-start", Severity.WARNING),
    /** The log states the value of a register, and replays to another. */
    STATED_VALUE_DIFFERS("stated-value-differs", Severity.ERROR),
    /** Two different events have the digest of this one. */
    AMBIGUOUS("digest-ambiguous", Severity.WARNING),
    /** A finding of our own log (docs/log-format.md, section 6). */
    RECORD_REFUSED("record-refused", Severity.ERROR);

    private final String text;
    private final Severity severity;

    Code(String text, Severity severity) {
      this.text = text;
      this.severity = severity;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  /** A finding of the severity that its code has. */
  public EventFinding(Code code, LogPlace place, String text) {
    this(code, code.severity, place, text);
  }

  /** {@code severity code, place: text}. */
  @Override
  public String toString() {
    return severity.text() + " " + code.text() + ", " + place + ": " + text;
  }
}
