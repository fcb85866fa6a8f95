package dev.vmr.replay;

/**
 * Something wrong with a log (docs/log-format.md, section 6).
 *
 * @param code which rule
 * @param line the number of the line, from 1
 * @param text what is wrong with it, for people; holds nothing of the line that is not printable
 */
public record LogFinding(Code code, long line, String text) {

  /** The findings of docs/log-format.md, section 6. */
  public enum Code {
    /** The last line has no LF; it counts for nothing. */
    TORN_LINE("torn-line"),
    /** A line is no record; it is hashed all the same. */
    MALFORMED_RECORD("malformed-record"),
    /** A record stands where it must not; it is hashed and changes no virtual register. */
    MISPLACED_RECORD("misplaced-record"),
    /** A sync states a value that neither the log nor other evidence gives. */
    UNEXPLAINED_JUMP("unexplained-jump"),
    /** A reset gives a register values that the log does not explain. */
    UNEXPLAINED_RESTORE("unexplained-restore"),
    /** The log has more of something than is kept or replayed. */
    LIMIT_EXCEEDED("limit-exceeded");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /** The stable spelling for programs. */
    public String text() {
      return text;
    }
  }
}
