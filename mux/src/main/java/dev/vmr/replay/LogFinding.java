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
    TORN_LINE("torn-line"),
    MALFORMED_RECORD("malformed-record"),
    MISPLACED_RECORD("misplaced-record"),
    UNEXPLAINED_JUMP("unexplained-jump"),
    UNEXPLAINED_RESTORE("unexplained-restore"),
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
