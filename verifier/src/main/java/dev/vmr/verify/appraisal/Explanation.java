package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Finding;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.Registers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Explains values of registers by logs (docs/verification.md, section 6). */
final class Explanation {
  private final List<GivenLog> logs;
  private final Set<String> explainedStarts = new HashSet<>();

  /** Explains by these logs, firmware's first. */
  Explanation(List<GivenLog> given) {
    List<GivenLog> ordered = new ArrayList<>();
    given.stream().filter(GivenLog::firmware).forEach(ordered::add);
    given.stream().filter(each -> !each.firmware()).forEach(ordered::add);
    logs = ordered;
  }

  /** The logs that extend a bank. */
  List<GivenLog> touching(RegisterName register, HashAlgorithm bank) {
    return logs.stream().filter(each -> each.extend(register, bank)).toList();
  }

  /** Where the logs lead one after the other, the first from what its format says. */
  Digest chained(RegisterName register, HashAlgorithm bank, List<Finding> findings) {
    List<GivenLog> touching = touching(register, bank);
    Digest initial = Registers.initial(register, bank);
    return chained(register, initial, touching, !touching.isEmpty(), findings);
  }

  private Digest chained(
      RegisterName register,
      Digest start,
      List<GivenLog> touching,
      boolean own,
      List<Finding> findings) {
    HashAlgorithm bank = start.algorithm();
    Digest value = start;
    boolean first = own;
    for (GivenLog log : touching) {
      Digest claimed = log.claimedStart(register, bank);
      if (claimed == null) {
        value = first ? log.replayed(register, bank) : log.replayedFrom(register, value);
      } else {
        if (claimed.equals(value)) {
          explainedStarts.add(log.label());
        } else {
          findings.add(
              Finding.error(
                  "start-differs",
                  log.label() + " begins at " + claimed + ", " + register + " was " + value));
        }
        value = log.replayed(register, bank);
      }
      first = false;
    }
    return value;
  }

  /** Whether other logs explain the start that a log states. */
  boolean explainsStart(GivenLog log) {
    return explainedStarts.contains(log.label());
  }

  /** How a bank came to its value. */
  RegisterChain explain(RegisterName register, Digest expected, List<Finding> findings) {
    HashAlgorithm bank = expected.algorithm();
    List<GivenLog> touching = touching(register, bank);
    if (touching.isEmpty()) {
      return Registers.beginnings(register, bank).contains(expected)
          ? new RegisterChain(register, expected, expected, List.of(), RegisterChain.State.INITIAL)
          : new RegisterChain(
              register,
              expected,
              Registers.initial(register, bank),
              List.of(),
              RegisterChain.State.UNLOGGED);
    }
    List<Finding> starts = new ArrayList<>();
    Digest chained = chained(register, bank, starts);
    List<String> labels = touching.stream().map(GivenLog::label).toList();
    if ((chained.equals(expected) && starts.isEmpty())
        || leadsFromElsewhere(register, expected, touching)) {
      return new RegisterChain(register, expected, expected, labels, RegisterChain.State.PROVEN);
    }
    if (touching.size() == 1 && touching.get(0).leadsByOtherRule(register, expected)) {
      findings.add(
          Finding.info(
              "ima-rule",
              labels.get(0) + ": " + register + " " + bank + " follows the rule padded-sha1"));
      return new RegisterChain(register, expected, expected, labels, RegisterChain.State.PROVEN);
    }
    List<GivenLog> alone =
        touching.stream()
            .filter(
                each ->
                    each.replayed(register, bank).equals(expected)
                        && each.claimedStart(register, bank) == null)
            .toList();
    if (alone.size() == touching.size()) { // several accounts of the same events
      return new RegisterChain(register, expected, expected, labels, RegisterChain.State.PROVEN);
    }
    findings.addAll(starts);
    findings.add(differs(register, expected, chained, touching));
    return new RegisterChain(register, expected, chained, labels, RegisterChain.State.DIFFERS);
  }

  /** Whether the logs lead there from something else that the register may have begun with. */
  private boolean leadsFromElsewhere(
      RegisterName register, Digest expected, List<GivenLog> touching) {
    Set<Digest> beginnings = Registers.beginnings(register, expected.algorithm());
    if (beginnings.size() == 1) {
      return false;
    }
    for (Digest start : beginnings) {
      List<Finding> differences = new ArrayList<>();
      Digest end = chained(register, start, touching, false, differences);
      if (end.equals(expected) && differences.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Finding differs(
      RegisterName register, Digest expected, Digest replayed, List<GivenLog> touching) {
    String by = String.join(", ", touching.stream().map(GivenLog::label).toList());
    String text = by + ": " + register + " replays to " + replayed + ", it is " + expected;
    Optional<String> ahead = ahead(register, expected, touching);
    return Finding.error("log-differs", text + ahead.map(each -> "; " + each).orElse(""));
  }

  /** A log that is later than the quote leads through the quoted value. */
  private static Optional<String> ahead(
      RegisterName register, Digest expected, List<GivenLog> touching) {
    RegisterBank bank = new RegisterBank(Registers.initial(register, expected.algorithm()));
    for (GivenLog log : touching) {
      for (LoggedEvent event : log.events(register)) {
        for (Digest digest : event.digests()) {
          bank = digest.algorithm() == bank.algorithm() ? bank.extendedBy(digest) : bank;
        }
        if (bank.value().equals(expected)) {
          return Optional.of(
              "the register is as " + log.label() + " had it after " + event.place());
        }
      }
    }
    return Optional.empty();
  }
}
