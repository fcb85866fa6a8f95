package dev.vmr.verify.appraisal;

import com.google.common.base.Suppliers;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.ima.ImaReplay;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.ImaLogs;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import dev.vmr.verify.quote.TextForms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log of the field, and which register it is said to be of.
 *
 * @param label what the caller calls it
 * @param register the register that its only register is, or null when its own names hold
 * @param log the log
 * @param rules the same list by every rule of a kernel, for a list of IMA; otherwise empty
 */
public record GivenLog(
    String label,
    @Nullable RegisterName register,
    MeasurementLog log,
    Supplier<Optional<ImaReplay>> rules) {

  /**
   * A log that was read already.
   *
   * @throws EvidenceException when it has several registers and is said to be of one
   */
  static GivenLog of(String label, @Nullable RegisterName register, MeasurementLog log)
      throws EvidenceException {
    if (register != null && log.replayed().size() > 1) {
      throw new EvidenceException(label + " is of several registers, not only of " + register);
    }
    return new GivenLog(label, register, log, Optional::empty);
  }

  /** Reads one; the bytes may also be their hex or Base64, as those of a quote. */
  static GivenLog read(String label, @Nullable RegisterName register, byte[] bytes)
      throws UnknownLogException, EvidenceException {
    try {
      GivenLog given = of(label, register, MeasurementLogs.read(bytes));
      return given.log.kind() == LogKind.IMA
          ? new GivenLog(label, register, given.log, Suppliers.memoize(() -> replay(bytes)))
          : given;
    } catch (UnknownLogException e) {
      byte[] decoded = TextForms.decode(bytes);
      if (Arrays.equals(decoded, bytes)) {
        throw e;
      }
      return read(label, register, decoded);
    }
  }

  private static Optional<ImaReplay> replay(byte[] list) {
    ImaReplay replay = new ImaReplay(EnumSet.copyOf(ImaLogs.BANKS), true, false);
    try {
      ImaListReplay.read(new ByteArrayInputStream(list), replay);
      return Optional.of(replay);
    } catch (ImaFormatException | IOException e) {
      return Optional.empty(); // the log says where it ends
    }
  }

  /** Whether a list of IMA leads to a value by another rule than the real one (docs/ima.md, 5). */
  boolean leadsByOtherRule(RegisterName name, Digest value) {
    RegisterName own = own(name);
    if (own == null
        || log.kind() != LogKind.IMA
        || !ImaLogs.BANKS.contains(value.algorithm())
        || value.algorithm() == HashAlgorithm.SHA1) {
      return false;
    }
    int pcr = Integer.parseInt(own.text().substring("pcr".length()));
    return rules.get().flatMap(replay -> replay.rule(pcr, value)).isPresent();
  }

  /** The registers that it extends, by the names that they have in the evidence. */
  public SortedSet<RegisterName> registers() {
    return register == null
        ? new TreeSet<>(log.replayed().keySet())
        : new TreeSet<>(List.of(register));
  }

  /** Whether a register is among {@link #registers}. */
  boolean isOf(RegisterName name) {
    return register == null ? log.replayed().containsKey(name) : register.equals(name);
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
