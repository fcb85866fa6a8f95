package dev.vmr.ima;

import dev.vmr.ima.ImaDifference.Kind;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a list does not give the value of a register when nothing is known but the value
 * (docs/ima.md, section 7).
 */
public final class ImaTrial {
  /** A longer list is not kept, in 13 MiB; only its own places are tried. */
  private static final int MAX_KEPT = 200_000;

  private final int pcr;
  private final Digest quoted;
  private final boolean padded;
  private final ImaSource list;
  private final DigestSequence digests;
  private final RunningBank running;
  private long seen;
  private long reachedAfter = -1;
  private long behind;
  private ImaDifference ahead;

  private ImaTrial(ImaSource list, int pcr, Digest quoted, boolean padded) {
    this.list = list;
    this.digests = new DigestSequence(quoted.algorithm());
    this.pcr = pcr;
    this.quoted = quoted;
    this.padded = padded;
    this.running = new RunningBank(quoted.algorithm());
    this.ahead = new ImaDifference(Kind.UNKNOWN, 1, 1, "", "", "");
    if (running.value().equals(quoted)) {
      reachedAfter = 0;
    }
  }

  /**
   * What explains that the list does not replay to {@code quoted}.
   *
   * @throws ImaFormatException when the list is truncated or malformed
   * @throws IOException when it cannot be read
   */
  public static ImaDifference of(ImaSource list, int pcr, Digest quoted)
      throws ImaFormatException, IOException {
    boolean paddable = quoted.algorithm().size() > HashAlgorithm.SHA1.size();
    for (boolean padded : paddable ? new boolean[] {false, true} : new boolean[] {false}) {
      ImaTrial trial = new ImaTrial(list, pcr, quoted, padded);
      list.read(trial::add);
      Optional<ImaDifference> found = trial.explain();
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new ImaDifference(
        Kind.UNKNOWN,
        1,
        1,
        "",
        "",
        "neither a shorter list, nor one without one of its entries, nor one with two neighbours"
            + " exchanged gives "
            + quoted);
  }

  private void add(ImaEntry entry) {
    if (entry.pcr() != pcr) {
      return;
    }
    ListedEntry listed = listed(entry);
    if (reachedAfter >= 0) {
      behind++;
      if (behind == 1) {
        ahead = found(Kind.AHEAD, listed, "");
      }
      return;
    }
    Optional<Digest> digest = digest(listed);
    if (digest.isEmpty()) {
      return; // an opaque entry: the list cannot be replayed in this bank in any way
    }
    seen++;
    if (digests.size() < MAX_KEPT) {
      digests.add(digest.get());
    }
    running.extend(digest.get());
    if (running.value().equals(quoted)) {
      reachedAfter = seen;
    }
  }

  private ListedEntry listed(ImaEntry entry) {
    return ListedEntry.of(entry, List.of(HashAlgorithm.SHA1, quoted.algorithm()));
  }

  private Optional<Digest> digest(ListedEntry entry) {
    HashAlgorithm bank = quoted.algorithm();
    if (entry.violation()) {
      return Optional.of(Digest.filled(bank, 0xFF));
    }
    if (padded) {
      return entry.sha1().map(sha1 -> ImaBank.padded(sha1, bank));
    }
    Digest hash = entry.hashes().get(bank);
    return hash == null && entry.template().algorithm() == bank
        ? Optional.of(entry.template())
        : Optional.ofNullable(hash);
  }

  private ImaDifference found(Kind kind, ListedEntry entry, String text) {
    return new ImaDifference(
        kind, entry.number(), seen + 1, entry.claimedPath(), entry.template().toString(), text);
  }

  private Optional<ImaDifference> explain() throws ImaFormatException, IOException {
    if (reachedAfter >= 0) {
      return behind == 0
          ? Optional.empty()
          : Optional.of(
              new ImaDifference(
                  Kind.AHEAD,
                  ahead.entry(),
                  reachedAfter + 1,
                  ahead.claimedPath(),
                  ahead.claimedDigest(),
                  ImaComparison.ahead(reachedAfter, behind)));
    }
    if (seen > digests.size()) {
      return Optional.empty();
    }
    Optional<ListChange> change = new ListChange.Search(digests, quoted).find();
    return change.isPresent() ? Optional.of(describe(change.get())) : Optional.empty();
  }

  private ImaDifference describe(ListChange change) throws ImaFormatException, IOException {
    String text = "without it the list gives the value";
    if (change.kind() == Kind.DUPLICATED) {
      text += "; it is entry " + entry(change.other()).number() + " again";
    } else if (change.kind() == Kind.REORDERED) {
      ListedEntry next = entry(change.other());
      text =
          "with the next one, entry "
              + next.number()
              + " ("
              + Printable.of(next.claimedPath())
              + "), before it the list gives the value";
    }
    return found(change.kind(), entry(change.index()), text);
  }

  /** Reads the list again up to the entry whose digest has that index. */
  private ListedEntry entry(int index) throws ImaFormatException, IOException {
    try (InputStream in = list.open()) {
      ImaReader reader = ImaReader.of(in);
      int left = index;
      for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
        if (entry.pcr() != pcr) {
          continue;
        }
        ListedEntry listed = listed(entry);
        if (digest(listed).isPresent() && left-- == 0) {
          return listed;
        }
      }
    }
    throw new IOException("the list is another one now");
  }
}
