package dev.vmr.verify;

import com.google.common.collect.ImmutableList;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.checkpoint.Checkpoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of verification.
 *
 * @param log what the log replays to
 * @param findings in the order in which they were found
 * @param end the place that replay has reached, or null when nobody asked for it
 */
public record Verdict(ReplayedLog log, List<Finding> findings, @Nullable Checkpoint end) {

  /** Copies the list. */
  public Verdict {
    findings = ImmutableList.copyOf(findings);
  }

  /** Where the next verification can go on: only after evidence that was accepted. */
  public Optional<Checkpoint> checkpoint() {
    return accepted() ? Optional.ofNullable(end) : Optional.empty();
  }

  /** Whether nothing speaks against the evidence. */
  public boolean accepted() {
    return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }
}
