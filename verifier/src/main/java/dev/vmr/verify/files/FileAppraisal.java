package dev.vmr.verify.files;

import dev.vmr.ima.BootAggregate;
import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaSink;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The appraisal of one list (docs/ima-policy.md, section 4). Entries go in one by one, findings
 * come out as they are found; memory is needed for neither. Used once, by one thread.
 */
public final class FileAppraisal implements ImaSink {
  private static final Set<String> WEAK = Set.of("sha1", "md5");

  private final FilePolicy policy;
  private final Consumer<Finding> findings;
  private final FileJudge files;
  private final BufferJudge buffers;
  private final Map<String, Map<HashAlgorithm, List<Digest>>> bootPcrs = new LinkedHashMap<>();
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private boolean violationsAllowed;
  private long entries;
  private long weak;

  /**
   * An appraisal.
   *
   * @param given keys that are believed besides those of the policy
   * @param findings takes what is found, in the order of the list
   */
  public FileAppraisal(FilePolicy policy, List<SigningKey> given, Consumer<Finding> findings) {
    this.policy = policy;
    this.findings = findings;
    this.violationsAllowed = policy.violationsAllowed();
    List<SigningKey> all = new ArrayList<>(policy.keys());
    all.addAll(given);
    KeyRing keys = new KeyRing(all);
    this.files = new FileJudge(policy, keys);
    this.buffers = new BufferJudge(policy, keys);
    for (Outcome each : Outcome.values()) {
      counts.put(each, 0L);
    }
  }

  /** Accepts violations, whatever the policy says. */
  public void allowViolations() {
    violationsAllowed = true;
  }

  /**
   * Values that explain entries boot_aggregate.
   *
   * @param source what they are from, for people
   * @param pcrs PCRs 0 to 9 of each bank that is known
   */
  public void bootPcrs(String source, Map<HashAlgorithm, List<Digest>> pcrs) {
    bootPcrs.put(source, pcrs);
  }

  private void warn(String code, String text) {
    findings.accept(new Finding(code, Finding.Severity.WARNING, null, text));
  }

  @Override
  public void entry(ImaEntry entry) {
    entries++;
    Judgement judgement = judge(entry);
    counts.merge(judgement.outcome(), 1L, Long::sum);
    if (judgement.finding() != null) {
      findings.accept(judgement.finding());
    }
  }

  private Judgement judge(ImaEntry entry) {
    // Before excludes: nothing proves the path of a violation, or of a digest that is of other
    // data.
    if (entry.violation()) {
      return violation(entry);
    }
    if (entry.opaque()) {
      return opaque(entry, "the list does not hold it completely");
    }
    if (!entry.digestIsOfData()) {
      return Judgement.rejected(
          entry, "ima-digest-differs", "the template digest is not the hash of the data");
    }
    Optional<String> path = entry.path();
    if (path.filter(policy::excludes).isPresent()) {
      return Judgement.of(Outcome.EXCLUDED);
    }
    Optional<FileDigest> digest = entry.fileDigest();
    if (path.isEmpty() || digest.isEmpty()) {
      return opaque(entry, "its template " + entry.template().name() + " has no path and digest");
    }
    Optional<byte[]> buffer = entry.field("buf");
    if (buffer.isPresent()) {
      return buffers.judge(entry, path.get(), digest.get(), buffer.get());
    }
    Optional<FileRule> rule = policy.rule(path.get());
    Optional<Judgement> boot =
        BootAggregate.isPath(path.get())
            ? bootAggregate(entry, rule.isPresent(), digest.get())
            : Optional.empty();
    return boot.orElseGet(() -> file(entry, rule, digest.get()));
  }

  private Judgement file(ImaEntry entry, Optional<FileRule> rule, FileDigest digest) {
    Judgement judgement = files.judge(entry, rule, digest);
    boolean byDigest =
        judgement.outcome() == Outcome.LISTED || judgement.outcome() == Outcome.SIGNED;
    if (byDigest && WEAK.contains(digest.algorithm())) {
      weak++;
    }
    return judgement;
  }

  private Judgement violation(ImaEntry entry) {
    String reason = "what was used is not what was measured";
    return violationsAllowed
        ? Judgement.of(Outcome.VIOLATION_ALLOWED)
            .warned(entry, "ima-violation", reason + "; allowed")
        : Judgement.rejected(entry, "ima-violation", reason);
  }

  private static Judgement opaque(ImaEntry entry, String reason) {
    return Judgement.rejected(entry, "ima-entry-opaque", reason);
  }

  /** Empty when it is as good as its digest. */
  private Optional<Judgement> bootAggregate(ImaEntry entry, boolean listed, FileDigest digest) {
    BootAggregate aggregate = new BootAggregate(entry.number(), digest);
    Optional<HashAlgorithm> algorithm = HashAlgorithm.ofKernelName(digest.algorithm());
    Judgement accepted = Judgement.of(Outcome.BOOT_AGGREGATE);
    for (Map.Entry<String, Map<HashAlgorithm, List<Digest>>> each : bootPcrs.entrySet()) {
      Optional<String> pcrs =
          algorithm
              .flatMap(bank -> Optional.ofNullable(each.getValue().get(bank)))
              .flatMap(values -> aggregate.explainedBy(algorithm.get(), values));
      if (pcrs.isPresent()) {
        String reason = "it is the hash of " + pcrs.get() + " of " + each.getKey();
        return Optional.of(accepted.noted(entry, "ima-boot-aggregate", reason));
      }
    }
    return policy.leavesBootAggregate() && !listed && entry.number() == 1
        ? Optional.of(
            accepted.noted(
                entry, "ima-boot-aggregate", "it was not looked at: it is of registers, not files"))
        : Optional.empty();
  }

  /** The list has ended. What is to be said about all of it goes out. */
  public void finish() {
    if (policy.excludesAll()) {
      warn("ima-policy-excludes-all", "the excludes of the policy match every path");
    }
    if (entries == 0) {
      warn("ima-list-empty", "the list has no entries: there was nothing to appraise");
    }
    if (weak > 0) {
      warn("ima-weak-digests", weak + " files are accepted by digests of SHA-1 or MD5");
    }
    long unknown = count(Outcome.UNKNOWN_ALLOWED);
    if (unknown > 0) {
      warn("ima-unknown-allowed", unknown + " entries are accepted without a rule");
    }
  }

  /** How many entries there were. */
  public long entries() {
    return entries;
  }

  /** How many entries had an outcome. */
  public long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /** Whether every entry so far is accepted. */
  public boolean accepted() {
    return count(Outcome.REJECTED) == 0;
  }
}
