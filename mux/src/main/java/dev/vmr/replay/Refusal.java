package dev.vmr.replay;

/**
 * Why a record is not allowed where it stands or would stand.
 *
 * @param reason which rule
 * @param text the rule applied to this record, for people
 */
public record Refusal(Reason reason, String text) {

  /** The rules of docs/log-format.md, section 5, that depend on what went before. */
  public enum Reason {
    EXISTS,
    NO_SUCH_BANK,
    NOT_RESETTABLE,
    LOCKED,
    TOO_MANY
  }
}
