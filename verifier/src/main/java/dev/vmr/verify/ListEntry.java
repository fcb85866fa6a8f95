package dev.vmr.verify;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.Printable;

/**
 * An entry of an IMA list that a finding is about.
 *
 * @param number in its list, from 1
 * @param claimedPath the path, or empty
 * @param claimedDigest a digest as {@code algorithm:hex}, of the file or of the template, or empty
 */
public record ListEntry(long number, String claimedPath, String claimedDigest) {

  /** An entry with the digest of its file. */
  public static ListEntry of(ImaEntry entry) {
    return new ListEntry(
        entry.number(),
        entry.path().orElse(""),
        entry.fileDigest().map(FileDigest::toString).orElse(""));
  }

  /** {@code entry n of the list (path) digest}, of which anything may be printed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("entry ").append(number).append(" of the list");
    if (!claimedPath.isEmpty()) {
      text.append(" (").append(Printable.of(claimedPath)).append(')');
    }
    if (!claimedDigest.isEmpty()) {
      text.append(' ').append(claimedDigest);
    }
    return text.toString();
  }
}
