package dev.vmr.verify.policy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedSet;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What must hold, and what is allowed (docs/policy.md). Immutable. */
public final class Policy {
  /** How large its text may be. */
  public static final int MAX_SIZE = 1 << 20;

  /** A virtual register must have been extended, or be locked. */
  public enum Demand {
    EXTENDED,
    LOCKED
  }

  private final PolicyDraft draft;

  Policy(PolicyDraft draft) {
    this.draft = draft;
  }

  /** Nothing but what evidence can prove by itself. */
  public static Policy none() {
    return new Policy(new PolicyDraft());
  }

  /**
   * Reads a policy.
   *
   * @throws PolicyFormatException with the line, when the text is none
   */
  public static Policy parse(String text) throws PolicyFormatException {
    return new PolicyParser(text).parse();
  }

  /** The stable names of the platforms that are accepted; empty when any is. */
  public Set<String> platforms() {
    return ImmutableSortedSet.copyOf(draft.platforms);
  }

  /** The values that quoted registers may have, by the platform's names. */
  public ImmutableSetMultimap<String, ReferenceValue> registers() {
    return ImmutableSetMultimap.copyOf(draft.registers);
  }

  /** The values that virtual registers may have. */
  public ImmutableSetMultimap<RegisterName, ReferenceValue> virtual() {
    return ImmutableSetMultimap.copyOf(draft.virtual);
  }

  /** What else is wanted of virtual registers. */
  public ImmutableSetMultimap<RegisterName, Demand> demands() {
    return ImmutableSetMultimap.copyOf(draft.demands);
  }

  /** Of which quoted register the log of a virtual register must be, where that is said. */
  public ImmutableMap<RegisterName, String> origins() {
    return ImmutableMap.copyOf(draft.origins);
  }

  /** The stable names of the kinds of logs that must be there. */
  public Set<String> logs() {
    return ImmutableSortedSet.copyOf(draft.logs);
  }

  /** Whether the quote must be bound to a nonce. */
  public boolean nonceRequired() {
    return draft.nonceRequired;
  }

  /** Whether it must be known of every certificate that it was not revoked. */
  public boolean revocationRequired() {
    return draft.revocationRequired;
  }

  /** The report data, behind which only zeros are allowed, in hex. */
  public Optional<String> reportData() {
    return Optional.ofNullable(draft.reportData);
  }

  /** What the report data begin with, in hex. */
  public Optional<String> reportDataPrefix() {
    return Optional.ofNullable(draft.reportDataPrefix);
  }

  /** The TCB statuses that are accepted; empty when none is asked for. */
  public Set<String> tcb() {
    return ImmutableSortedSet.copyOf(draft.tcb);
  }

  /** How many seconds old a quote may be. */
  public OptionalLong age() {
    return draft.age < 0 ? OptionalLong.empty() : OptionalLong.of(draft.age);
  }

  /** Whether a register may have a value that no log explains. */
  public boolean unloggedAllowed(String register) {
    return draft.unlogged.contains(PolicyDraft.ALL) || draft.unlogged.contains(register);
  }

  /** Whether our log of a register may go on from a value that nothing explains. */
  public boolean jumpAllowed(RegisterName register, Digest value) {
    return draft.jumps.contains(register) || draft.jumpValues.containsEntry(register, value);
  }

  /** Whether a virtual register may go on from these values, which its log does not explain. */
  public boolean restoreAllowed(RegisterName register, List<Digest> values) {
    return draft.restores.contains(register)
        || (!values.isEmpty() && draft.restoreValues.get(register).containsAll(values));
  }

  /** Whether the host may look into the machine. */
  public boolean debugAllowed() {
    return draft.debug;
  }

  /** Whether quotes that prove nothing are accepted. */
  public boolean simulatedAllowed() {
    return draft.simulated;
  }

  /** Whether there is any reference value in it. */
  public boolean hasReferences() {
    return !draft.registers.isEmpty() || !draft.virtual.isEmpty();
  }
}
