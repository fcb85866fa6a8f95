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
    /** A definition of a register that there is already. */
    EXISTS,
    /** Digests of other banks than the register has, or restored ones in another order. */
    NO_SUCH_BANK,
    /** The register was not defined as resettable, or not at all. */
    NOT_RESETTABLE,
    /** Something after a lock. */
    LOCKED,
    /** The log has as many registers as one may have. */
    TOO_MANY
  }
}
