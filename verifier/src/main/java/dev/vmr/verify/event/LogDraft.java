package dev.vmr.verify.event;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A log that a format is still reading. It replays as events come. */
public final class LogDraft {
  /** The largest number of events that a log may have. */
  public static final int MAX_EVENTS = 1 << 18;

  /** The largest number of registers that a log may extend. */
  public static final int MAX_REGISTERS = 4096;

  private static final int MAX_FINDINGS = 1000;

  private final List<LoggedEvent> events = new ArrayList<>();
  private final Map<RegisterName, Map<HashAlgorithm, RegisterBank>> banks = new TreeMap<>();
  private final Map<RegisterName, Map<HashAlgorithm, Digest>> beginnings = new TreeMap<>();
  private final SortedMap<RegisterName, Digest> starts = new TreeMap<>();
  private final SortedMap<RegisterName, Digest> stated = new TreeMap<>();
  private final List<EventFinding> findings = new ArrayList<>();
  private final TreeSet<HashAlgorithm> uncomputed = new TreeSet<>();
  private final Hashing hashing = new Hashing();
  private long findingCount;
  private boolean complete = true;
  private boolean launched;

  /**
   * Adds an event and extends its register.
   *
   * @return false when the log has too many events, which is a finding; nothing more is to be read
   */
  public boolean add(EventDraft draft) {
    if (events.size() == MAX_EVENTS) {
      stop(
          EventFinding.Code.LIMIT_EXCEEDED,
          draft.place,
          "a log has at most " + MAX_EVENTS + " events here");
      return false;
    }
    if (draft.extended) {
      RegisterName name = Objects.requireNonNull(draft.register);
      if (banks.size() == MAX_REGISTERS && !banks.containsKey(name)) {
        stop(
            EventFinding.Code.LIMIT_EXCEEDED,
            draft.place,
            "a log has at most " + MAX_REGISTERS + " registers here");
        return false;
      }
      extend(draft, name);
    }
    events.add(new LoggedEvent(draft));
    return true;
  }

  private void extend(EventDraft draft, RegisterName name) {
    Map<HashAlgorithm, RegisterBank> own =
        banks.computeIfAbsent(name, unused -> new EnumMap<>(HashAlgorithm.class));
    for (Digest digest : draft.digests) {
      HashAlgorithm algorithm = digest.algorithm();
      if (hashing.computes(algorithm)) {
        RegisterBank bank = own.get(algorithm);
        RegisterBank before = bank == null ? new RegisterBank(initial(name, algorithm)) : bank;
        own.put(algorithm, before.extendedBy(digest));
      } else if (uncomputed.add(algorithm)) {
        find(
            EventFinding.Code.UNKNOWN_ALGORITHM,
            draft.place,
            "nothing here computes " + algorithm + ": that bank is not replayed");
      }
    }
  }

  /** Whether any event has extended this register. */
  public boolean isExtended(RegisterName name) {
    return banks.containsKey(name);
  }

  /** The register held this before its first extension, as the log or its format says. */
  public void start(RegisterName name, Digest value) {
    banks
        .computeIfAbsent(name, unused -> new EnumMap<>(HashAlgorithm.class))
        .put(value.algorithm(), new RegisterBank(value));
  }

  /** As {@link #start}, for a bank that may turn out not to be in use: then it has no value. */
  public void startIfExtended(RegisterName name, Digest value) {
    beginnings
        .computeIfAbsent(name, unused -> new EnumMap<>(HashAlgorithm.class))
        .put(value.algorithm(), value);
  }

  /**
   * What is read is of firmware: if it extends PCRs that only a dynamic launch lets anybody extend,
   * there was one, and they began with zeros (docs/bootlog.md, section 3).
   */
  public void firmware() {
    launched = true;
  }

  private Digest initial(RegisterName name, HashAlgorithm algorithm) {
    Digest given = beginnings.getOrDefault(name, Map.of()).get(algorithm);
    if (given != null) {
      return given;
    }
    return launched ? Digest.zero(algorithm) : Registers.initial(name, algorithm);
  }

  /** The log says that a register held this before it began; nothing proves it. */
  public void claimedStart(LogPlace place, RegisterName name, Digest value) {
    start(name, value);
    if (!Registers.beginnings(name, value.algorithm()).contains(value)) {
      starts.put(name, value);
      find(
          EventFinding.Code.UNEXPLAINED_START,
          place,
          "the log begins at " + value + " in " + name + ", which it does not explain");
    }
  }

  /** The log says that a register holds this. */
  public void claimedRegister(RegisterName name, Digest value) {
    stated.put(name, value);
  }

  /** Something to be said. */
  public void find(EventFinding.Code code, LogPlace place, String text) {
    find(new EventFinding(code, place, text));
  }

  /** Something to be said. */
  public void find(EventFinding finding) {
    findingCount++;
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    } else if (finding.severity() == EventFinding.Severity.ERROR) {
      complete = false; // an error that is not listed must not look like none
    }
  }

  /** Something that keeps the rest of the log from being read. */
  public void stop(EventFinding.Code code, LogPlace place, String text) {
    complete = false;
    find(code, place, text);
  }

  /** The events up to here. */
  public int events() {
    return events.size();
  }

  /** The replayed banks of a register up to here. */
  public Map<HashAlgorithm, Digest> replayed(RegisterName name) {
    Map<HashAlgorithm, Digest> values = new EnumMap<>(HashAlgorithm.class);
    banks.getOrDefault(name, Map.of()).forEach((bank, value) -> values.put(bank, value.value()));
    return values;
  }

  /** The log as far as it was read. */
  public MeasurementLog finish(LogKind kind) {
    checkStated();
    SortedMap<RegisterName, Map<HashAlgorithm, Digest>> values = new TreeMap<>();
    banks.keySet().forEach(name -> values.put(name, replayed(name)));
    return new MeasurementLog(
        kind, complete, events, values, starts, stated, findings, findingCount);
  }

  private void checkStated() {
    stated.forEach(
        (name, value) -> {
          Digest replayed =
              replayed(name)
                  .getOrDefault(value.algorithm(), Registers.initial(name, value.algorithm()));
          boolean extendable = !name.equals(Registers.cc(0)) || banks.containsKey(name);
          if (extendable && !replayed.equals(value)) {
            find(
                EventFinding.Code.STATED_VALUE_DIFFERS,
                LogPlace.record(Math.max(1, events.size())),
                name + " replays to " + replayed + ", the log states " + value);
          }
        });
  }
}
