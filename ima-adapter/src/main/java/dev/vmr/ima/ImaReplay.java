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
import org.jspecify.annotations.Nullable;

/** Replays a list (docs/ima.md, section 5). Entries of different PCRs are replayed apart. */
public final class ImaReplay implements ImaSink {
  private static final int MAX_FINDINGS = 1000;

  private final Set<HashAlgorithm> banks;
  private final boolean padding;
  private final boolean checking;
  private final ImaBank[][] pcrs = new ImaBank[ImaListForm.MAX_PCR + 1][];
  private final List<Long> differing = new ArrayList<>();
  private long entries;
  private long violations;
  private HashAlgorithm own = HashAlgorithm.SHA1;

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
    own = entry.algorithm();
    boolean violation = entry.violation();
    violations += violation ? 1 : 0;
    boolean right = true;
    ImaBank[] own = pcrs[entry.pcr()];
    if (own == null) {
      own = banks.stream().map(bank -> new ImaBank(bank, padding)).toArray(ImaBank[]::new);
      pcrs[entry.pcr()] = own;
    }
    Digest sha1 = padding && !violation ? sha1(entry) : null;
    for (ImaBank bank : own) {
      right &= bank.add(entry, violation, sha1);
    }
    if (checking && !violation && !entry.opaque() && !banks.contains(entry.algorithm())) {
      right = entry.digestIsOfData();
    }
    if (!right && differing.size() < MAX_FINDINGS) {
      differing.add(entry.number());
    }
  }

  /** What the padded rule pads; null when the list does not hold it. */
  private static @Nullable Digest sha1(ImaEntry entry) {
    if (entry.algorithm() == HashAlgorithm.SHA1) {
      return entry.templateDigest();
    }
    return entry.opaque() ? null : entry.hash(HashAlgorithm.SHA1);
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
    merged.own = own;
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

  /**
   * As {@link #padded}, but a violation is padded like everything else: 20 bytes of FF and zeros.
   */
  public Digest paddedThroughout(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::shortPadded).orElse(Digest.zero(algorithm));
  }

  /**
   * The value of a bank by a rule (section 5).
   *
   * @param rule mixed: real in sha1, sha256 and the list's own algorithm, else padded
   * @throws IllegalStateException when the padded rule was not replayed and is asked for
   */
  public Digest value(int pcr, HashAlgorithm algorithm, ImaRule rule) {
    return isPadded(algorithm, rule) ? padded(pcr, algorithm) : real(pcr, algorithm);
  }

  private boolean isPadded(HashAlgorithm algorithm, ImaRule rule) {
    boolean padded =
        switch (rule) {
          case REAL -> false;
          case PADDED_SHA1 -> algorithm != HashAlgorithm.SHA1;
          case MIXED ->
              algorithm != HashAlgorithm.SHA1
                  && algorithm != HashAlgorithm.SHA256
                  && algorithm != own;
        };
    if (padded && !padding) {
      throw new IllegalStateException("not replayed by the rule " + rule.text());
    }
    return padded;
  }

  /** The first entry that keeps the bank from being replayed by a rule. */
  public Optional<Long> unreplayable(int pcr, HashAlgorithm algorithm, ImaRule rule) {
    return isPadded(algorithm, rule) ? unpaddable(pcr, algorithm) : unreplayable(pcr, algorithm);
  }

  /** The first entry that the bank could not be replayed with, an opaque one of another hash. */
  public Optional<Long> unreplayable(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::opaqueEntry).filter(entry -> entry > 0);
  }

  /** The first entry that the padded rule could not be applied to. */
  public Optional<Long> unpaddable(int pcr, HashAlgorithm algorithm) {
    return bank(pcr, algorithm).map(ImaBank::unpaddedEntry).filter(entry -> entry > 0);
  }

  /** By which rule the list gives this value, real before padded; empty when by none. */
  public Optional<ImaRule> rule(int pcr, Digest value) {
    HashAlgorithm algorithm = value.algorithm();
    boolean complete = unreplayable(pcr, algorithm).isEmpty();
    if (complete && real(pcr, algorithm).equals(value)) {
      return Optional.of(ImaRule.REAL);
    }
    return bank(pcr, algorithm).filter(bank -> bank.isPadded(value)).isPresent()
        ? Optional.of(ImaRule.PADDED_SHA1)
        : Optional.empty();
  }
}
