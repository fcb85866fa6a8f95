package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A log of the field, and which register it is said to be of.
 *
 * @param label what the caller calls it
 * @param register the register that its only register is, or null when its own names hold
 * @param log the log
 */
public record GivenLog(String label, @Nullable RegisterName register, MeasurementLog log) {

  /** The registers that it extends, by the names that they have in the evidence. */
  public SortedSet<RegisterName> registers() {
    return register == null
        ? new TreeSet<>(log.replayed().keySet())
        : new TreeSet<>(List.of(register));
  }

  private @Nullable RegisterName own(RegisterName name) {
    if (register == null) {
      return log.replayed().containsKey(name) ? name : null;
    }
    boolean is = register.equals(name) && log.replayed().size() == 1;
    return is ? log.replayed().firstKey() : null;
  }

  /** Whether it extends this bank. */
  public boolean extend(RegisterName name, HashAlgorithm bank) {
    RegisterName own = own(name);
    return own != null && log.replayed().getOrDefault(own, Map.of()).containsKey(bank);
  }

  /** What it replays to by itself. */
  Digest replayed(RegisterName name, HashAlgorithm bank) {
    RegisterName own = own(name);
    return log.replayed(own == null ? name : own, bank);
  }

  /** What it replays to from a value. */
  Digest replayedFrom(RegisterName name, Digest start) {
    RegisterName own = own(name);
    return own == null ? start : log.replayedFrom(own, start);
  }

  /** What it says that the register held before, if that is not what a register begins with. */
  @Nullable Digest claimedStart(RegisterName name, HashAlgorithm bank) {
    RegisterName own = own(name);
    Digest start = own == null ? null : log.claimedStarts().get(own);
    return start != null && start.algorithm() == bank ? start : null;
  }

  /** The events that extend a register, in order. */
  public List<LoggedEvent> events(RegisterName name) {
    RegisterName own = own(name);
    return log.events().stream()
        .filter(each -> each.extended() && each.register().filter(n -> n.equals(own)).isPresent())
        .toList();
  }

  /** Whether it is what firmware writes, with which every other log begins. */
  boolean firmware() {
    return switch (log.kind()) {
      case TCG2, TCG_SHA1, CCEL -> true;
      default -> false;
    };
  }
}
