package dev.vmr.verify.appraisal;

import dev.vmr.register.Digest;
import dev.vmr.replay.SyncPoint;
import dev.vmr.verify.Finding;
import dev.vmr.verify.policy.Policy;
import java.util.List;
import java.util.Optional;

/** Makes warnings of the errors that a policy allows (docs/policy.md, section 2). */
final class Waivers {
  private final Policy policy;

  Waivers(Policy policy) {
    this.policy = policy;
  }

  /** A finding of the quote. */
  Finding ofQuote(Finding finding) {
    boolean allowed =
        switch (finding.code()) {
          case "debug-enabled" -> policy.debugAllowed();
          case "quote-simulated" -> policy.simulatedAllowed();
          default -> false;
        };
    return allowed ? warning(finding) : finding;
  }

  /** A finding of one of our logs. */
  Finding ofLog(Finding finding, OwnLog log, List<SyncPoint> syncs) {
    Long line = finding.line();
    if (!finding.code().equals("unexplained-jump") || line == null) {
      return finding;
    }
    Optional<Digest> value =
        syncs.stream().filter(each -> each.line() == line).map(SyncPoint::claimedValue).findFirst();
    boolean allowed = value.isPresent() && policy.jumpAllowed(log.register(), value.get());
    return allowed ? warning(finding) : finding;
  }

  static Finding warning(Finding finding) {
    return finding.severity() == Finding.Severity.ERROR
        ? new Finding(
            finding.code(),
            Finding.Severity.WARNING,
            finding.line(),
            finding.text() + " (allowed by the policy)")
        : finding;
  }
}
