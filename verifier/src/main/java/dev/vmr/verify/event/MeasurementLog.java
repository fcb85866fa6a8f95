package dev.vmr.verify.event;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log that was read and replayed (docs/logs.md, section 2).
 *
 * @param kind its format
 * @param complete whether it was read to its end
 * @param events its events in order; at most {@link LogDraft#MAX_EVENTS}
 * @param replayed what each register that it extends replays to, by bank
 * @param claimedStarts what it says that registers held before it began, where that is not what a
 *     register begins with
 * @param claimedRegisters what it says that registers hold, where it does
 * @param findings what is to be said, in order; the first thousand
 * @param findingCount how many findings there were in all
 */
public record MeasurementLog(
    LogKind kind,
    boolean complete,
    List<LoggedEvent> events,
    SortedMap<RegisterName, Map<HashAlgorithm, Digest>> replayed,
    SortedMap<RegisterName, Digest> claimedStarts,
    SortedMap<RegisterName, Digest> claimedRegisters,
    List<EventFinding> findings,
    long findingCount) {

  /** Copies the collections. */
  public MeasurementLog {
    events = ImmutableList.copyOf(events);
    replayed = Collections.unmodifiableSortedMap(new TreeMap<>(replayed));
    claimedStarts = Collections.unmodifiableSortedMap(new TreeMap<>(claimedStarts));
    claimedRegisters = Collections.unmodifiableSortedMap(new TreeMap<>(claimedRegisters));
    findings = ImmutableList.copyOf(findings);
  }

  /** Whether it was read to its end and no finding is an error. */
  public boolean sound() {
    return complete
        && findings.stream().noneMatch(each -> each.severity() == EventFinding.Severity.ERROR);
  }

  /** The replayed value of a bank; what the register begins with when nothing extends it. */
  public Digest replayed(RegisterName register, HashAlgorithm bank) {
    return replayed
        .getOrDefault(register, Map.of())
        .getOrDefault(bank, Registers.initial(register, bank));
  }

  /**
   * What a register replays to when it held something before the log began: for a log that
   * continues another one. Extends by each event's digests in the bank of {@code start}.
   */
  public Digest replayedFrom(RegisterName register, Digest start) {
    RegisterBank bank = new RegisterBank(start);
    for (LoggedEvent event : events) {
      if (event.extended() && event.register().filter(register::equals).isPresent()) {
        for (Digest digest : event.digests()) {
          bank = digest.algorithm() == bank.algorithm() ? bank.extendedBy(digest) : bank;
        }
      }
    }
    return bank.value();
  }
}
