package dev.vmr.verify;

import dev.vmr.ima.BootAggregate;
import dev.vmr.ima.ImaComparison;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaSource;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list that is the end of what a register was extended by (docs/ima.md, section 7). */
final class ListBeginning {
  /** The code of a list that began with the running kernel, while the register did not. */
  static final String KEXEC = "ima-kexec";

  private final int pcr;
  private long entries;
  private @Nullable ListEntry first;

  private ListBeginning(int pcr) {
    this.pcr = pcr;
  }

  private void add(ImaEntry entry) {
    if (entry.pcr() != pcr) {
      return;
    }
    entries++;
    if (first == null) {
      String digest = entry.templateDigest().toString();
      first = new ListEntry(entry.number(), entry.path().orElse(""), digest);
    }
  }

  /**
   * What is missing before the list, if nothing else is wrong with it.
   *
   * @param name of the register
   * @throws ImaFormatException when the list is truncated or malformed
   */
  static Optional<Finding> of(String name, ImaSource list, int pcr, RegisterExtensions history)
      throws ImaFormatException, IOException {
    ListBeginning beginning = new ListBeginning(pcr);
    list.read(beginning::add);
    ListEntry first = beginning.first;
    long before = history.size() - beginning.entries;
    if (first == null
        || before <= 0
        || ImaComparison.of(list, pcr, history.iterator(before)).isPresent()) {
      return Optional.empty();
    }
    String text =
        name
            + ": "
            + first
            + ": before it the register was extended "
            + before
            + (before == 1 ? " time" : " times")
            + " by what the list does not have";
    if (before == history.beforeThisBoot()) {
      text += ": by another kernel, from which kexec started this one";
      return Optional.of(new Finding(KEXEC, Finding.Severity.WARNING, null, text));
    }
    text +=
        BootAggregate.isPath(first.claimedPath())
            ? "; a kernel that kexec starts begins so if it is not given the list of the one before"
            : "; a list begins so if its first entries were deleted";
    Long line = history.line(1);
    return Optional.of(
        new Finding("ima-entries-missing", Finding.Severity.ERROR, line, text, first));
  }
}
