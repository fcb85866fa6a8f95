package dev.vmr.verify;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps 1 and 2 of docs/verification.md: the log by itself, and against the quoted value. */
public final class LogCheck {
  private LogCheck() {}

  /**
   * Replays a log.
   *
   * @param algorithm the register's algorithm, for a log without records
   * @param explainedStart the value that other evidence gives for the start of the log, or null
   * @throws EvidenceException when it is no event log at all
   */
  public static Replay replay(Source log, HashAlgorithm algorithm, @Nullable Digest explainedStart)
      throws EvidenceException, IOException {
    Replay replay = new Replay(algorithm, explainedStart);
    try (InputStream in = log.open()) {
      LineScanner.scan(in, replay);
    }
    requireLog(replay);
    return replay;
  }

  /** There is no verdict about what is no event log at all. */
  static void requireLog(Replay replay) throws EvidenceException {
    ReplayedLog replayed = replay.result();
    if (replay.records() == replay.malformed() && replayed.findingCount() > 0) {
      LogFinding first = replayed.findings().get(0);
      throw new EvidenceException("no event log: line " + first.line() + ": " + first.text());
    }
  }

  /** What is to be said about a replayed log and the value that was quoted. */
  static List<Finding> check(Replay replay, Digest quoted) {
    ReplayedLog log = replay.result();
    List<Finding> findings = new ArrayList<>();
    for (LogFinding each : log.findings()) {
      findings.add(Finding.error(each.code().text(), each.line(), each.text()));
    }
    if (log.findingCount() > log.findings().size()) {
      findings.add(
          Finding.error(
              "limit-exceeded",
              "only "
                  + log.findings().size()
                  + " of "
                  + log.findingCount()
                  + " findings are listed"));
    }
    if (replay.begin().isEmpty() && log.records() > 0) {
      findings.add(
          Finding.info("no-begin", "the log does not say of which boot and register it is"));
    }
    if (!log.value().equals(quoted)) {
      findings.add(
          Finding.error(
              "value-differs",
              "the log replays to " + log.value() + ", the register is quoted as " + quoted));
    }
    return findings;
  }
}
