package dev.vmr.ima;

import dev.vmr.ima.ImaDifference.Kind;
import dev.vmr.register.Digest;
import dev.vmr.register.RunningBank;
import java.util.List;
import java.util.Optional;

/**
 * One change of a list after which it gives a value (docs/ima.md, section 7).
 *
 * @param kind that the entry was duplicated or added, or reordered: is to be left out, or exchanged
 * @param index which entry, from 0
 * @param other the entry that it is again, or is to be exchanged with; else the entry itself
 */
record ListChange(Kind kind, int index, int other) {

  /** Tries changes out, in a bounded number of extensions. */
  static final class Search {
    /** How many extensions are tried at most: some seconds of one processor. */
    private static final long BUDGET = 20_000_000;

    /** The budget does not last for more places at the end of a list. */
    private static final int LAST_PLACES = 8192;

    private final DigestSequence digests;
    private final Digest wanted;
    private final DigestSequence before;
    private long spent;

    /**
     * A search.
     *
     * @param digests what the entries extend the register by
     * @param wanted the value
     */
    Search(DigestSequence digests, Digest wanted) {
      this.digests = digests;
      this.wanted = wanted;
      this.before = new DigestSequence(wanted.algorithm());
    }

    Optional<ListChange> find() {
      Optional<ListChange> twice = twice();
      return twice.isPresent() ? twice : fromTheEnd();
    }

    /** Leaves out what is there twice; keeps the value before each of the last places. */
    private Optional<ListChange> twice() {
      RunningBank bank = new RunningBank(wanted.algorithm());
      for (int i = 0; i < digests.size(); i++) {
        int first = digests.firstOf(i);
        if (first != i && gives(bank.value(), i + 1, List.of())) {
          return Optional.of(new ListChange(Kind.DUPLICATED, i, first));
        }
        if (i >= digests.size() - LAST_PLACES) {
          before.add(bank.value());
        }
        bank.extend(digests.get(i));
      }
      return Optional.empty();
    }

    /** Leaves out each entry, and exchanges it with the next, from where a trial costs least. */
    private Optional<ListChange> fromTheEnd() {
      for (int place = before.size() - 1; place >= 0 && spent < BUDGET; place--) {
        int i = digests.size() - before.size() + place;
        if (gives(before.get(place), i + 1, List.of())) {
          return Optional.of(new ListChange(Kind.ADDED, i, i));
        }
        boolean last = i == digests.size() - 1;
        if (!last && gives(before.get(place), i + 2, List.of(digests.get(i + 1), digests.get(i)))) {
          return Optional.of(new ListChange(Kind.REORDERED, i, i + 1));
        }
      }
      return Optional.empty();
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
      return bank.value().equals(wanted);
    }
  }
}
