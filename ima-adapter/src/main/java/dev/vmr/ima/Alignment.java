package dev.vmr.ima;

import dev.vmr.ima.ImaDifference.Kind;
import dev.vmr.register.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What best explains that a list and the extensions of a register part: both begin where they do.
 */
final class Alignment {
  /** So many places behind a difference must agree again for an explanation to hold. */
  private static final int AGREEING = 16;

  private final List<ListedEntry> entries;
  private final List<List<Digest>> extensions;

  /** Whether everything up to the end must agree for an explanation to hold. */
  private boolean strict;

  /** Both have at least one element, and the first ones do not agree. */
  Alignment(List<ListedEntry> entries, List<List<Digest>> extensions) {
    this.entries = entries;
    this.extensions = extensions;
  }

  /** An explanation. */
  record Result(Kind kind, String text) {}

  Result find() {
    strict = true;
    Optional<Result> whole = explain();
    strict = false;
    return whole
        .or(this::explain)
        .orElseGet(
            () ->
                new Result(
                    Kind.DIFFERS,
                    "the register was extended by "
                        + extensions.get(0)
                        + " in its place, and nothing behind it agrees either"));
  }

  private static Optional<Result> found(Kind kind, String text) {
    return Optional.of(new Result(kind, text));
  }

  private Optional<Result> explain() {
    int later = extension(0, 1);
    int listed = entry(0, 1);
    if (later > 0 && listed > 0 && isReordered(later, listed)) {
      return found(
          Kind.REORDERED,
          "the register was extended by "
              + extensions.get(0)
              + " in its place, which is entry "
              + describe(entries.get(listed))
              + "; the entry itself came "
              + ImaComparison.times(later, "extension")
              + " later");
    }
    if (bothGoOnOrEnd() && agree(1, 1)) {
      return found(
          Kind.DIFFERS, "the register was extended by " + extensions.get(0) + " in its place");
    }
    for (int k = 1; k < extensions.size(); k++) {
      if (entries.get(0).explains(extensions.get(k)) && agree(0, k)) {
        return found(
            Kind.MISSING,
            "before it the register was extended by "
                + ImaComparison.times(k, "entry")
                + " that the list does not have, first by "
                + extensions.get(0));
      }
    }
    for (int k = 1; k < entries.size(); k++) {
      if (entries.get(k).explains(extensions.get(0)) && agree(k, 0)) {
        return found(
            Kind.ADDED,
            "the register was not extended by it"
                + (k == 1 ? "" : " nor by the next " + ImaComparison.times(k - 1, "entry"))
                + "; entry "
                + describe(entries.get(k))
                + " is what comes in its place");
      }
    }
    return Optional.empty();
  }

  private boolean bothGoOnOrEnd() {
    return (entries.size() > 1) == (extensions.size() > 1);
  }

  /** Two exchanged, or one moved to another place, with everything else as it should be. */
  private boolean isReordered(int later, int listed) {
    boolean exchanged =
        later == listed && agreeUpTo(1, 1, later - 1) && agree(later + 1, later + 1);
    boolean movedForward = agreeUpTo(1, 0, later) && agree(later + 1, later + 1);
    boolean movedBack = agreeUpTo(0, 1, listed) && agree(listed + 1, listed + 1);
    return exchanged || movedForward || movedBack;
  }

  private static String describe(ListedEntry entry) {
    return entry.number()
        + (entry.claimedPath().isEmpty() ? "" : " (" + Printable.of(entry.claimedPath()) + ")");
  }

  /** The first extension from {@code from} that an entry explains; -1 when none. */
  private int extension(int entry, int from) {
    for (int i = from; i < extensions.size(); i++) {
      if (entries.get(entry).explains(extensions.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The first entry from {@code from} that explains an extension; -1 when none. */
  private int entry(int extension, int from) {
    for (int i = from; i < entries.size(); i++) {
      if (entries.get(i).explains(extensions.get(extension))) {
        return i;
      }
    }
    return -1;
  }

  private boolean agree(int entry, int extension) {
    return agreeUpTo(entry, extension, strict ? Integer.MAX_VALUE : AGREEING);
  }

  /** Whether the next {@code count} places agree, as far as both go. */
  private boolean agreeUpTo(int entry, int extension, int count) {
    for (int i = 0; i < count; i++) {
      boolean endOfEntries = entry + i >= entries.size();
      boolean endOfExtensions = extension + i >= extensions.size();
      if (endOfEntries || endOfExtensions) {
        return !strict || endOfEntries == endOfExtensions;
      }
      if (!entries.get(entry + i).explains(extensions.get(extension + i))) {
        return false;
      }
    }
    return true;
  }
}
