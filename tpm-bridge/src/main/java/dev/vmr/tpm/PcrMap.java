package dev.vmr.tpm;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.vmr.register.RegisterName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which virtual register each PCR is (docs/tpm-bridge.md, section 3).
 *
 * @param names for each of the 24 PCRs; no name twice
 */
public record PcrMap(Map<Integer, RegisterName> names) {
  private static final int PCRS = 24;
  private static final int IMA_PCR = 10;

  /** The PCRs that a client may reset (PC Client Platform TPM Profile, section 4.7). */
  public static final Set<Integer> RESETTABLE = ImmutableSortedSet.of(16, 20, 21, 22, 23);

  /**
   * Checks that every PCR has a name of its own.
   *
   * @throws IllegalArgumentException when it has not
   */
  public PcrMap {
    names = ImmutableMap.copyOf(names);
    if (names.size() != PCRS || names.values().stream().distinct().count() != PCRS) {
      throw new IllegalArgumentException("two PCRs cannot be one register");
    }
  }

  /** The default names, {@code pcr0} to {@code pcr23} and {@code mr_ima} for 10, but for some. */
  public static PcrMap withDefaults(Map<Integer, RegisterName> some) {
    ImmutableMap.Builder<Integer, RegisterName> all = ImmutableMap.builder();
    for (int pcr = 0; pcr < PCRS; pcr++) {
      RegisterName usual = new RegisterName(pcr == IMA_PCR ? "mr_ima" : "pcr" + pcr);
      all.put(pcr, some.getOrDefault(pcr, usual));
    }
    return new PcrMap(all.buildOrThrow());
  }

  /** The PCR that is the register of that name. */
  public Optional<Integer> pcr(RegisterName name) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
