package dev.vmr.replay;

import com.google.common.collect.ImmutableSortedMap;
import dev.vmr.record.Define;
import dev.vmr.record.Extend;
import dev.vmr.record.Lock;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Reset;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All virtual registers at one place of a log, and how a record moves them (docs/replay.md, section
 * 3). One thread applies records; any thread may look registers up.
 */
public final class VirtualRegisters {
  /** How many registers a log may have (docs/log-format.md, section 7). */
  public static final int MAX_REGISTERS = 4096;

  private final Map<RegisterName, VirtualRegister> registers = new ConcurrentHashMap<>();

  /** No registers. */
  public VirtualRegisters() {}

  VirtualRegisters(Map<RegisterName, VirtualRegister> restored) {
    registers.putAll(restored);
  }

  /** The register, if a record has created it. */
  public Optional<VirtualRegister> find(RegisterName name) {
    return Optional.ofNullable(registers.get(name));
  }

  /** All registers as they are now, by name. */
  public Map<RegisterName, VirtualRegister> snapshot() {
    return ImmutableSortedMap.copyOf(registers);
  }

  /**
   * Why {@code record} is not allowed here, or empty when it is. Nothing is changed.
   *
   * <p>Records that concern no virtual register are always allowed here.
   */
  public Optional<Refusal> check(LogRecord record) {
    return switch (record.kind()) {
      case DEFINE -> checkDefine((Define) record);
      case EXTEND -> checkExtend((Extend) record);
      case RESET -> checkReset((Reset) record);
      case LOCK -> checkOpen(((Lock) record).name());
      case SYNC, BEGIN, EVENT -> Optional.empty();
    };
  }

  private Optional<Refusal> checkDefine(Define define) {
    if (registers.containsKey(define.name())) {
      return refuse(Refusal.Reason.EXISTS, define.name() + " exists already");
    }
    return checkRoom(define.name());
  }

  private Optional<Refusal> checkExtend(Extend extend) {
    VirtualRegister register = registers.get(extend.name());
    if (register == null) {
      return checkRoom(extend.name());
    }
    if (register.locked()) {
      return locked(extend.name());
    }
    for (Digest digest : extend.digests()) {
      if (!register.accepts(digest.algorithm())) {
        return refuse(
            Refusal.Reason.NO_SUCH_BANK,
            extend.name() + " is defined without a bank " + digest.algorithm());
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> checkReset(Reset reset) {
    VirtualRegister register = registers.get(reset.name());
    if (register == null || !register.resettable()) {
      return refuse(Refusal.Reason.NOT_RESETTABLE, reset.name() + " is not resettable");
    }
    if (!reset.restored().isEmpty() && !register.hasBanksOf(reset.restored())) {
      return refuse(
          Refusal.Reason.NO_SUCH_BANK,
          reset.name() + " is restored in other banks, or another order, than it is defined with");
    }
    return checkOpen(reset.name());
  }

  private Optional<Refusal> checkOpen(RegisterName name) {
    VirtualRegister register = registers.get(name);
    if (register == null) {
      return checkRoom(name);
    }
    return register.locked() ? locked(name) : Optional.empty();
  }

  private Optional<Refusal> checkRoom(RegisterName name) {
    return registers.size() < MAX_REGISTERS
        ? Optional.empty()
        : refuse(Refusal.Reason.TOO_MANY, "no room for " + name + ": " + MAX_REGISTERS + " exist");
  }

  private static Optional<Refusal> locked(RegisterName name) {
    return refuse(Refusal.Reason.LOCKED, name + " is locked");
  }

  private static Optional<Refusal> refuse(Refusal.Reason reason, String text) {
    return Optional.of(new Refusal(reason, text));
  }

  /** Applies a record that {@link #check} allows. */
  public void apply(LogRecord record) {
    if (record instanceof Extend extend) {
      VirtualRegister register = registers.get(extend.name());
      VirtualRegister before =
          register == null ? VirtualRegister.undefined(extend.name()) : register;
      registers.put(extend.name(), before.extendedBy(extend.digests()));
    } else if (record instanceof Define define) {
      registers.put(define.name(), VirtualRegister.defined(define));
    } else if (record instanceof Reset reset) {
      registers.computeIfPresent(
          reset.name(),
          (name, register) ->
              register
                  .definition()
                  .map(definition -> register.reset(definition, reset))
                  .orElse(register));
    } else if (record instanceof Lock lock) {
      registers.compute(
          lock.name(),
          (name, register) ->
              (register == null ? VirtualRegister.undefined(name) : register).lock());
    }
  }
}
