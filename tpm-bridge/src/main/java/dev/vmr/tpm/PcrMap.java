package dev.vmr.tpm;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.RegisterName;
import java.util.Map;
import java.util.Optional;

/**
 * Which virtual register each PCR is (docs/tpm-bridge.md, section 3).
 *
 * @param names for each of the 24 PCRs; no name twice
 */
public record PcrMap(Map<Integer, RegisterName> names) {
  private static final int PCRS = 24;
  private static final int IMA_PCR = 10;
  private static final int DEBUG_PCR = 16;
  private static final int FIRST_RESETTABLE = 20;

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

  /** Whether the PCR's changes are recorded: all but 16 and 20 to 23, which anybody may reset. */
  public static boolean isLogged(int pcr) {
    return pcr != DEBUG_PCR && pcr < FIRST_RESETTABLE;
  }
}
