package dev.vmr.verify.appraisal;

import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.Finding;
import dev.vmr.verify.policy.Policy;

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
  Finding ofLog(Finding finding, OwnLog log, ReplayedLog replayed) {
    Long line = finding.line();
    if (line == null) {
      return finding;
    }
    boolean allowed =
        switch (finding.code()) {
          case "unexplained-jump" ->
              replayed.syncs().stream()
                  .filter(each -> each.line() == line)
                  .anyMatch(each -> policy.jumpAllowed(log.register(), each.claimedValue()));
          case "unexplained-restore" ->
              replayed.restores().stream()
                  .filter(each -> each.line() == line)
                  .anyMatch(each -> policy.restoreAllowed(each.register(), each.claimedValues()));
          default -> false;
        };
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
