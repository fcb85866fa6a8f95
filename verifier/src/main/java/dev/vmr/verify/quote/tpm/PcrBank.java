package dev.vmr.verify.quote.tpm;

import dev.vmr.register.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** PCR values that came with a quote and were not compared with it yet. */
public final class PcrBank {
  private final Map<PcrSelection, Digest> claimed = new HashMap<>();

  /** Adds a value; the last one counts. */
  public void put(int pcr, Digest value) {
    claimed.put(new PcrSelection(value.algorithm(), pcr), value);
  }

  Optional<Digest> claimed(PcrSelection selection) {
    return Optional.ofNullable(claimed.get(selection));
  }

  boolean isEmpty() {
    return claimed.isEmpty();
  }

  int size() {
    return claimed.size();
  }
}
