package dev.vmr.ima;

import dev.vmr.ima.ImaDifference.Kind;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out why a list does not give the value of a register when nothing is known but the value
 * (docs/ima.md, section 7).
 */
public final class ImaTrial {
  /** How many extensions are tried at most: some seconds of one processor. */
  private static final long BUDGET = 20_000_000;

  /** A longer list is not kept; only its own places are tried. */
  private static final int MAX_KEPT = 200_000;

  private final int pcr;
  private final Digest quoted;
  private final boolean padded;
  private final List<ListedEntry> entries = new ArrayList<>();
  private final List<Digest> digests = new ArrayList<>();
  private final RunningBank running;
  private long seen;
  private long reachedAfter = -1;
  private long behind;
  private ImaDifference ahead;
  private long spent;

  private ImaTrial(int pcr, Digest quoted, boolean padded) {
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
      ImaTrial trial = new ImaTrial(pcr, quoted, padded);
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
    ListedEntry listed = ListedEntry.of(entry, List.of(HashAlgorithm.SHA1, quoted.algorithm()));
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
    if (entries.size() < MAX_KEPT) {
      entries.add(listed);
      digests.add(digest.get());
    }
    running.extend(digest.get());
    if (running.value().equals(quoted)) {
      reachedAfter = seen;
    }
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

  private Optional<ImaDifference> explain() {
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
    if (seen > entries.size()) {
      return Optional.empty();
    }
    List<Digest> before = before();
    Map<Digest, Long> twins = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Long first = twins.putIfAbsent(digests.get(i), entries.get(i).number());
      if (first != null && gives(before.get(i), i + 1, List.of())) {
        String text = "without it the list gives the value; it is entry " + first + " again";
        return Optional.of(found(Kind.DUPLICATED, entries.get(i), text));
      }
    }
    // From the end, where a trial costs least.
    for (int i = entries.size() - 1; i >= 0 && spent < BUDGET; i--) {
      if (gives(before.get(i), i + 1, List.of())) {
        String text = "without it the list gives the value";
        return Optional.of(found(Kind.ADDED, entries.get(i), text));
      }
      boolean last = i == entries.size() - 1;
      if (!last && gives(before.get(i), i + 2, List.of(digests.get(i + 1), digests.get(i)))) {
        String text =
            "with the next one, entry "
                + entries.get(i + 1).number()
                + " ("
                + Printable.of(entries.get(i + 1).claimedPath())
                + "), before it the list gives the value";
        return Optional.of(found(Kind.REORDERED, entries.get(i), text));
      }
    }
    return Optional.empty();
  }

  /** The value before each entry. */
  private List<Digest> before() {
    List<Digest> before = new ArrayList<>(digests.size());
    RunningBank bank = new RunningBank(quoted.algorithm());
    for (Digest digest : digests) {
      before.add(bank.value());
      bank.extend(digest);
    }
    return before;
  }

  /** Whether the value is reached from {@code start} by {@code first} and the rest from there. */
  private boolean gives(Digest start, int from, List<Digest> first) {
    if (spent >= BUDGET) {
      return false;
    }
    spent += digests.size() - from + first.size();
    RunningBank bank = new RunningBank(start);
    first.forEach(bank::extend);
    for (int i = from; i < digests.size(); i++) {
      bank.extend(digests.get(i));
    }
    return bank.value().equals(quoted);
  }
}
