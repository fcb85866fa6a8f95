package dev.vmr.ima;

/**
 * Where a list and a register part (docs/ima.md, section 7).
 *
 * @param kind in which way
 * @param entry the number of the first entry that differs, from 1; the number behind the last one
 *     when entries are missing there
 * @param extension the number of the register's extension in its place, from 1, since the last
 *     reset
 * @param claimedPath the path of that entry, or empty
 * @param claimedDigest the template digest of that entry, or empty
 * @param text what differs, for people
 */
public record ImaDifference(
    Kind kind, long entry, long extension, String claimedPath, String claimedDigest, String text) {

  /** In which way a list and a register part. */
  public enum Kind {
    /** An entry is not what was extended in its place. */
    DIFFERS("ima-entry-differs"),
    /** The list goes on where the register does not. */
    AHEAD("ima-list-ahead"),
    /** The register was extended by what the list does not have. */
    MISSING("ima-entries-missing"),
    /** The list has an entry that the register was not extended by. */
    ADDED("ima-entry-added"),
    /** As ADDED, and the list has the same entry elsewhere. */
    DUPLICATED("ima-entry-duplicated"),
    /** The list has the right entries in another order. */
    REORDERED("ima-entries-reordered"),
    /** The list does not give the register's value; nothing more could be told. */
    UNKNOWN("ima-register-differs");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The stable spelling for programs. */
    public String code() {
      return code;
    }
  }
}
