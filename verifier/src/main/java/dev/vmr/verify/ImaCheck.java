package dev.vmr.verify;

import dev.vmr.ima.ImaComparison;
import dev.vmr.ima.ImaDifference;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.ima.ImaReplay;
import dev.vmr.ima.ImaRule;
import dev.vmr.ima.ImaSink;
import dev.vmr.log.LineScanner;
import dev.vmr.record.Define;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Step 3 of docs/verification.md: an IMA list against a register. */
final class ImaCheck {
  private static final int USUAL_PCR = 10;

  private final Source list;
  private final RegisterName name;

  ImaCheck(Source list, RegisterName name) {
    this.list = list;
    this.name = name;
  }

  /**
   * Reads a list in whichever form it has.
   *
   * @throws EvidenceException when it is malformed or truncated
   */
  static void read(Source list, ImaSink sink) throws EvidenceException, IOException {
    try (InputStream in = list.open()) {
      ImaListReplay.read(in, sink);
    } catch (ImaFormatException e) {
      throw new EvidenceException("IMA list: " + e.getMessage());
    }
  }

  List<Finding> check(Source log, ReplayedLog replayed) throws EvidenceException, IOException {
    VirtualRegister register = replayed.registers().get(name);
    if (register == null) {
      return List.of(Finding.error("register-missing", "the log has no register " + name));
    }
    Map<HashAlgorithm, Digest> banks = register.banks();
    int pcr = Optional.ofNullable(pcr(register)).orElse(USUAL_PCR);
    Set<HashAlgorithm> algorithms =
        banks.isEmpty() ? EnumSet.noneOf(HashAlgorithm.class) : EnumSet.copyOf(banks.keySet());
    ImaReplay replay = new ImaReplay(algorithms, true, true);
    read(list, replay);

    List<Finding> findings = new ArrayList<>();
    for (long entry : replay.differing()) {
      findings.add(
          Finding.error(
              "ima-digest-differs",
              "entry " + entry + " of the list: the template digest is not the hash of the data"));
    }
    Set<ImaRule> rules = EnumSet.noneOf(ImaRule.class);
    boolean differs = banks.isEmpty() && replay.entries() > 0;
    for (Digest bank : banks.values()) {
      Optional<ImaRule> rule = replay.rule(pcr, bank);
      rule.filter(each -> bank.algorithm() != HashAlgorithm.SHA1).ifPresent(rules::add);
      Optional<Long> lost = replay.unreplayable(pcr, bank.algorithm());
      if (rule.isEmpty() && lost.isPresent()) {
        findings.add(
            Finding.error(
                "ima-not-replayable",
                "entry "
                    + lost.get()
                    + " of the list: an ASCII list does not hold what the bank "
                    + bank.algorithm()
                    + " needs"));
      }
      differs |= rule.isEmpty();
    }
    if (differs) {
      findings.add(difference(log, pcr));
    } else {
      findings.add(Finding.info("ima-rule", agreement(replay, rules)));
    }
    return findings;
  }

  private String agreement(ImaReplay replay, Set<ImaRule> rules) {
    ImaRule rule = ImaRule.ofBanks(rules);
    return replay.entries()
        + " entries, "
        + replay.violations()
        + " violations: "
        + name
        + " is the list's replay, rule "
        + rule.text();
  }

  private static @Nullable Integer pcr(VirtualRegister register) {
    return register.definition().map(Define::pcr).orElse(null);
  }

  /** The banks do not agree: which entry is the first to differ from the log's extensions. */
  private Finding difference(Source log, int pcr) throws EvidenceException, IOException {
    RegisterExtensions extensions = new RegisterExtensions(name);
    try (InputStream in = log.open()) {
      LineScanner.scan(in, extensions);
    }
    ImaComparison comparison = new ImaComparison(pcr, extensions.iterator());
    read(list, comparison);
    ImaDifference found =
        comparison
            .result()
            .orElse(
                new ImaDifference(
                    ImaDifference.Kind.DIFFERS,
                    1,
                    1,
                    "",
                    "entries and extensions agree one by one"));
    String path = found.claimedPath().isEmpty() ? "" : " (" + printable(found.claimedPath()) + ")";
    return new Finding(
        found.kind().code(),
        Finding.Severity.ERROR,
        extensions.line(found.extension()),
        "entry " + found.entry() + " of the list" + path + ": " + found.text());
  }

  /** A path is whatever a file system allows; a finding is read on a terminal. */
  private static String printable(String path) {
    StringBuilder text = new StringBuilder();
    path.codePoints().limit(256).forEach(c -> text.appendCodePoint(c >= ' ' && c <= '~' ? c : '?'));
    return text.toString();
  }
}
