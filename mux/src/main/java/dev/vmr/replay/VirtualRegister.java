package dev.vmr.replay;

import dev.vmr.record.Define;
import dev.vmr.record.InitialValue;
import dev.vmr.record.Reset;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of one virtual register at one place of a log. Immutable. */
public final class VirtualRegister {
  private final RegisterName name;
  private final @Nullable Define definition;
  private final RegisterBank[] banks;
  private final long extensions;
  private final long resets;
  private final boolean locked;

  private VirtualRegister(
      RegisterName name,
      @Nullable Define definition,
      RegisterBank[] banks,
      long extensions,
      long resets,
      boolean locked) {
    this.name = name;
    this.definition = definition;
    this.banks = banks;
    this.extensions = extensions;
    this.resets = resets;
    this.locked = locked;
  }

  /** A register that nobody defined: no banks yet. */
  static VirtualRegister undefined(RegisterName name) {
    return new VirtualRegister(name, null, new RegisterBank[0], 0, 0, false);
  }

  /** A register as its definition creates it. */
  static VirtualRegister defined(Define definition) {
    RegisterBank[] banks = initial(definition.banks(), definition.initial());
    return new VirtualRegister(definition.name(), definition, banks, 0, 0, false);
  }

  /**
   * A register as it was at a place of a log that was replayed before.
   *
   * @throws IllegalArgumentException when no log leads to it: a definition has other banks, a
   *     register without one has banks and no extension or the reverse, or resets that nothing
   *     allows
   */
  public static VirtualRegister restored(
      RegisterName name,
      @Nullable Define definition,
      Map<HashAlgorithm, Digest> banks,
      long extensions,
      long resets,
      boolean locked) {
    boolean possible =
        definition == null
            ? banks.isEmpty() == (extensions == 0) && (extensions > 0 || locked)
            : banks.keySet().equals(Set.copyOf(definition.banks()))
                && definition.name().equals(name);
    if (!possible || (resets > 0 && (definition == null || !definition.resettable()))) {
      throw new IllegalArgumentException("no log leads to this state of " + name);
    }
    RegisterBank[] values = new RegisterBank[banks.size()];
    int i = 0;
    for (Digest value : banks.values()) {
      values[i++] = new RegisterBank(value);
    }
    return new VirtualRegister(name, definition, values, extensions, resets, locked);
  }

  private static RegisterBank[] initial(List<HashAlgorithm> algorithms, InitialValue value) {
    RegisterBank[] banks = new RegisterBank[algorithms.size()];
    for (int i = 0; i < banks.length; i++) {
      banks[i] = new RegisterBank(value.in(algorithms.get(i)));
    }
    return banks;
  }

  /** Its name, the first word of its records. */
  public RegisterName name() {
    return name;
  }

  /** The definition, if there was one. */
  public Optional<Define> definition() {
    return Optional.ofNullable(definition);
  }

  /** The replayed value of each bank, in the order of {@link HashAlgorithm}. */
  public Map<HashAlgorithm, Digest> banks() {
    Map<HashAlgorithm, Digest> values = new EnumMap<>(HashAlgorithm.class);
    for (RegisterBank bank : banks) {
      values.put(bank.algorithm(), bank.value());
    }
    return values;
  }

  /** How many extend records were applied. */
  public long extensions() {
    return extensions;
  }

  /** How many reset records were applied. */
  public long resets() {
    return resets;
  }

  /** Whether the register has ended. */
  public boolean locked() {
    return locked;
  }

  /** Whether it has a definition that allows resets. */
  public boolean resettable() {
    return definition != null && definition.resettable();
  }

  /** Whether an extension may name this bank: any, unless a definition lists them. */
  public boolean accepts(HashAlgorithm algorithm) {
    return definition == null || definition.banks().contains(algorithm);
  }

  /** After an extension by these digests, in this order (docs/replay.md, section 3). */
  VirtualRegister extendedBy(List<Digest> digests) {
    RegisterBank[] next = banks.clone();
    for (Digest digest : digests) {
      int i = indexOf(next, digest.algorithm());
      if (i < 0) {
        i = next.length;
        next = Arrays.copyOf(next, i + 1);
        next[i] = RegisterBank.zero(digest.algorithm());
      }
      next[i] = next[i].extendedBy(digest);
    }
    return new VirtualRegister(name, definition, next, extensions + 1, resets, locked);
  }

  private static int indexOf(RegisterBank[] banks, HashAlgorithm algorithm) {
    for (int i = 0; i < banks.length; i++) {
      if (banks[i].algorithm() == algorithm) {
        return i;
      }
    }
    return -1;
  }

  /** Whether these are the banks of the definition, in its order. */
  boolean hasBanksOf(List<Digest> values) {
    return definition != null
        && definition.banks().equals(values.stream().map(Digest::algorithm).toList());
  }

  /** After a reset of a defined register, to what the record says or its own initial value. */
  VirtualRegister reset(Define by, Reset record) {
    InitialValue value = record.value();
    RegisterBank[] next =
        record.restored().isEmpty()
            ? initial(by.banks(), value == null ? by.initial() : value)
            : record.restored().stream().map(RegisterBank::new).toArray(RegisterBank[]::new);
    return new VirtualRegister(name, definition, next, extensions, resets + 1, locked);
  }

  VirtualRegister lock() {
    return new VirtualRegister(name, definition, banks, extensions, resets, true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualRegister that
        && name.equals(that.name)
        && Objects.equals(definition, that.definition)
        && banks().equals(that.banks())
        && extensions == that.extensions
        && resets == that.resets
        && locked == that.locked;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, extensions, resets, banks());
  }

  @Override
  public String toString() {
    return name + " " + banks().values();
  }
}
