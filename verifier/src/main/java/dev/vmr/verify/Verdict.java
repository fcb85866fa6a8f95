package dev.vmr.verify;

import com.google.common.collect.ImmutableList;
import dev.vmr.replay.ReplayedLog;
import java.util.List;

/**
 * The result of verification.
 *
 * @param log what the log replays to
 * @param findings in the order in which they were found
 */
public record Verdict(ReplayedLog log, List<Finding> findings) {

  /** Copies the list. */
  public Verdict {
    findings = ImmutableList.copyOf(findings);
  }

  /** Whether nothing speaks against the evidence. */
  public boolean accepted() {
    return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }
}
