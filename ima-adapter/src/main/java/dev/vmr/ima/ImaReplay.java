package dev.vmr.ima;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Replays a list (docs/ima.md, section 4). Entries of different PCRs are replayed apart. */
public final class ImaReplay implements ImaSink {
  private static final int MAX_FINDINGS = 1000;

  private final Set<HashAlgorithm> banks;
  private final boolean padding;
  private final boolean checking;
  private final ImaBank[][] pcrs = new ImaBank[ImaListForm.MAX_PCR + 1][];
  private final List<Long> differing = new ArrayList<>();
  private long entries;
  private long violations;

  /**
   * Begins before the first entry.
   *
   * @param banks which banks to replay
   * @param padding whether to replay by the padded rule as well
   * @param checking whether to compare each template digest with the data even if that is of no
   *     bank's use
   */
  public ImaReplay(Set<HashAlgorithm> banks, boolean padding, boolean checking) {
    this.banks = ImmutableSet.copyOf(banks);
    this.padding = padding;
    this.checking = checking;
  }

  @Override
  public void entry(ImaEntry entry) {
    entries++;
    boolean violation = entry.violation();
    violations += violation ? 1 : 0;
    boolean right = true;
    ImaBank[] own = pcrs[entry.pcr()];
    if (own == null) {
      own = banks.stream().map(bank -> new ImaBank(bank, padding)).toArray(ImaBank[]::new);
      pcrs[entry.pcr()] = own;
    }
    for (ImaBank bank : own) {
      right &= bank.add(entry);
    }
    if (checking && !violation && !entry.opaque() && !banks.contains(entry.algorithm())) {
      right = entry.hash(entry.algorithm()).equals(entry.templateDigest());
    }
    if (!right && differing.size() < MAX_FINDINGS) {
      differing.add(entry.number());
    }
  }

  /** Takes over the banks of a replay of the same list in other banks. */
  ImaReplay and(ImaReplay other) {
    Set<HashAlgorithm> both =
        ImmutableSet.<HashAlgorithm>builder().addAll(banks).addAll(other.banks).build();
    ImaReplay merged = new ImaReplay(both, padding, checking);
    for (int pcr = 0; pcr < pcrs.length; pcr++) {
      ImaBank[] mine = pcrs[pcr];
      ImaBank[] others = other.pcrs[pcr];
      if (mine != null && others != null) {
        merged.pcrs[pcr] = Stream.of(mine, others).flatMap(Stream::of).toArray(ImaBank[]::new);
      }
    }
    merged.differing.addAll(checking ? differing : other.differing);
    merged.entries = entries;
    merged.violations = violations;
    return merged;
  }

  /** How many entries there were. */
  public long entries() {
    return entries;
  }

  /** How many of them were violations. */
  public long violations() {
    return violations;
  }

  /** Entries whose template digest is not the hash of their data: the first thousand. */
  public List<Long> differing() {
    return ImmutableList.copyOf(differing);
  }

  private Optional<ImaBank> bank(int pcr, HashAlgorithm algorithm) {
    if (!banks.contains(algorithm)) {
      throw new IllegalArgumentException("not replayed in " + algorithm);
    }
    ImaBank[] all = pcrs[pcr];
    return all == null
        ? Optional.empty()
        : Stream.of(all).filter(bank -> bank.algorithm() == algorithm).findFirst();
  }

  /** The value of a bank by the real rule; zeros when no entry names the PCR. */
  public Digest real(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::real).orElse(Digest.zero(algorithm));
  }

  /** The value of a bank by the padded rule; zeros when no entry names the PCR. */
  public Digest padded(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::padded).orElse(Digest.zero(algorithm));
  }

  /** The first entry that the bank could not be replayed with, an opaque one of another hash. */
  public Optional<Long> unreplayable(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::opaqueEntry).filter(entry -> entry > 0);
  }

  /** By which rule the list gives this value; empty when by none. */
  public Optional<ImaRule> rule(int pcr, Digest value) {
    HashAlgorithm algorithm = value.algorithm();
    boolean complete = unreplayable(pcr, algorithm).isEmpty();
    if (complete && real(pcr, algorithm).equals(value)) {
      return Optional.of(ImaRule.REAL);
    }
    return padding && algorithm != HashAlgorithm.SHA1 && padded(pcr, algorithm).equals(value)
        ? Optional.of(ImaRule.PADDED_SHA1)
        : Optional.empty();
  }
}
