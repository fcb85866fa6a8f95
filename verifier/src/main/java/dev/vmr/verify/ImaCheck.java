package dev.vmr.verify;

import com.google.common.collect.ImmutableMap;
import dev.vmr.ima.ImaComparison;
import dev.vmr.ima.ImaDifference;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReplay;
import dev.vmr.ima.ImaRule;
import dev.vmr.ima.ImaSource;
import dev.vmr.ima.ImaTrial;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An IMA list against the registers that it is said to be the replay of (docs/ima.md, 7). */
public final class ImaCheck {
  /** The PCR that a kernel extends unless its policy or configuration says otherwise. */
  public static final int USUAL_PCR = 10;

  private final Source list;
  private final int pcr;
  private final @Nullable ImaRule rule;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /** Banks that are to be the list's replay, and where their extensions are known from. */
  private record Target(Map<HashAlgorithm, Digest> banks, @Nullable RegisterExtensions history) {}

  /**
   * A check of one list.
   *
   * @param pcr the PCR whose entries are meant
   * @param rule the rule that the banks must follow, or null for any
   */
  public ImaCheck(Source list, int pcr, @Nullable ImaRule rule) {
    this.list = list;
    this.pcr = pcr;
    this.rule = rule;
  }

  /** Values that the list must replay to, under a name for people. */
  public void values(String name, Map<HashAlgorithm, Digest> banks) {
    targets.put(name, new Target(ImmutableMap.copyOf(banks), null));
  }

  /** A register of an event log, whose extensions the log tells. */
  public void register(VirtualRegister register, Source log) throws IOException {
    RegisterExtensions history = new RegisterExtensions(register.name());
    try (InputStream in = log.open()) {
      LineScanner.scan(in, history);
    }
    targets.put(register.name().text(), new Target(register.banks(), history));
  }

  /** Whether a list is that of the running kernel alone, and what others measured is in none. */
  public static boolean lacksFormerKernels(List<Finding> findings) {
    return findings.stream().anyMatch(each -> each.code().equals(ListBeginning.KEXEC));
  }

  /** Step 3 of docs/verification.md. */
  public static List<Finding> check(
      Source list, RegisterName name, Source log, ReplayedLog replayed)
      throws EvidenceException, IOException {
    VirtualRegister register = replayed.registers().get(name);
    if (register == null) {
      return List.of(Finding.error("register-missing", "the log has no register " + name));
    }
    int pcr = register.definition().map(Define::pcr).orElse(USUAL_PCR);
    ImaCheck check = new ImaCheck(list, pcr, null);
    check.register(register, log);
    return check.run();
  }

  /**
   * Compares.
   *
   * @throws EvidenceException when the list is malformed or truncated
   */
  public List<Finding> run() throws EvidenceException, IOException {
    Set<HashAlgorithm> algorithms = EnumSet.noneOf(HashAlgorithm.class);
    targets.values().forEach(target -> algorithms.addAll(target.banks().keySet()));
    ImaReplay replay = new ImaReplay(algorithms, true, true);
    try {
      list(list).read(replay);
      List<Finding> findings = new ArrayList<>();
      for (long entry : replay.differing()) {
        findings.add(
            Finding.error(
                "ima-digest-differs",
                "entry "
                    + entry
                    + " of the list: the template digest is not the hash of the data"));
      }
      for (Map.Entry<String, Target> target : targets.entrySet()) {
        findings.addAll(compare(target.getKey(), target.getValue(), replay));
      }
      return findings;
    } catch (ImaFormatException e) {
      throw new EvidenceException("IMA list: " + e.getMessage());
    }
  }

  private static ImaSource list(Source source) {
    return source::open;
  }

  private List<Finding> compare(String name, Target target, ImaReplay replay)
      throws ImaFormatException, IOException {
    List<Finding> findings = new ArrayList<>();
    List<ImaRule> rules = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Digest> differing = new ArrayList<>();
    for (Digest bank : target.banks().values()) {
      HashAlgorithm algorithm = bank.algorithm();
      Optional<ImaRule> found = replay.rule(pcr, bank);
      if (found.isEmpty()) {
        differing.add(bank);
        replay
            .unreplayable(pcr, algorithm)
            .ifPresent(entry -> findings.add(notReplayable(entry, algorithm)));
      } else if (algorithm != HashAlgorithm.SHA1) {
        rules.add(found.get());
        names.add(algorithm + " " + found.get().text());
      }
    }
    if (!differing.isEmpty() || (target.banks().isEmpty() && replay.entries() > 0)) {
      findings.add(difference(name, target, differing));
      return findings;
    }
    ImaRule whole = ImaRule.ofBanks(rules);
    findings.add(Finding.info("ima-rule", agreement(name, replay, whole, names)));
    if (rule != null && !rules.isEmpty() && rule != whole) {
      String text = name + " follows the rule " + whole.text() + ", not " + rule.text();
      findings.add(Finding.error("ima-rule-differs", text));
    }
    return findings;
  }

  private static Finding notReplayable(long entry, HashAlgorithm bank) {
    return Finding.error(
        "ima-not-replayable",
        "entry "
            + entry
            + " of the list: an ASCII list does not hold what the bank "
            + bank
            + " needs");
  }

  private static String agreement(String name, ImaReplay replay, ImaRule rule, List<String> banks) {
    return replay.entries()
        + " entries, "
        + replay.violations()
        + " violations: "
        + name
        + " is the list's replay, rule "
        + rule.text()
        + (rule == ImaRule.MIXED ? " (" + String.join(", ", banks) + ")" : "");
  }

  /** The banks do not agree: which entry is the first to differ. */
  private Finding difference(String name, Target target, List<Digest> differing)
      throws ImaFormatException, IOException {
    RegisterExtensions history = target.history();
    if (history == null) {
      return finding(name, ImaTrial.of(list(list), pcr, differing.get(0)), null);
    }
    Optional<ImaDifference> found = ImaComparison.of(list(list), pcr, history.iterator(0));
    if (found.isEmpty()) {
      // One by one all is well, so some banks follow one rule at one time and another at another.
      String text = name + ": entries and extensions agree one by one, by no one rule";
      return Finding.error("ima-rule-differs", text);
    }
    Optional<Finding> beginning = ListBeginning.of(name, list(list), pcr, history);
    if (beginning.isPresent()) {
      return beginning.get();
    }
    return finding(name, found.get(), history.line(found.get().extension()));
  }

  private static Finding finding(String name, ImaDifference found, @Nullable Long line) {
    ListEntry entry = new ListEntry(found.entry(), found.claimedPath(), found.claimedDigest());
    String text = name + ": " + entry + ": " + found.text();
    return new Finding(found.kind().code(), Finding.Severity.ERROR, line, text, entry);
  }
}
