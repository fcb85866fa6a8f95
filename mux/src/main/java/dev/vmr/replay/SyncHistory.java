package dev.vmr.replay;

import dev.vmr.register.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syncs up to a place of a log, and which of them something explains (docs/replay.md). */
final class SyncHistory {
  private static final int MAX_SYNCS = 65_536;

  private final @Nullable Digest explainedStart;
  private final Findings findings;
  private final long before;
  private final List<SyncPoint> points = new ArrayList<>();
  private long jumps;

  /**
   * Goes on from a place that was reached before.
   *
   * @param explainedStart what other evidence gives for the start of the log, or null
   * @param before how many syncs there were up to then; they are not listed again
   * @param jumps how many of those nothing explained
   */
  SyncHistory(@Nullable Digest explainedStart, Findings findings, long before, long jumps) {
    this.explainedStart = explainedStart;
    this.findings = findings;
    this.before = before;
    this.jumps = jumps;
  }

  /**
   * Step 6, for a sync of the register's algorithm.
   *
   * @param replayed the value of the records before it, or null when it is the first record
   */
  void add(long line, Digest claimed, @Nullable Digest replayed) {
    boolean explained =
        replayed == null
            ? claimed.isZero() || (explainedStart != null && claimed.equals(explainedStart))
            : claimed.equals(replayed);
    if (count() < MAX_SYNCS) {
      points.add(new SyncPoint(line, claimed, explained));
    } else {
      findings.add(LogFinding.Code.LIMIT_EXCEEDED, line, "more than " + MAX_SYNCS + " syncs");
    }
    if (!explained) {
      jump();
      String jump =
          replayed == null ? "the log begins at " : "somebody else extended the register to ";
      findings.add(
          LogFinding.Code.UNEXPLAINED_JUMP, line, jump + claimed + ", which nothing explains");
    }
  }

  /** Counts a sync that nothing explains, and does not list it. */
  void jump() {
    jumps++;
  }

  /** How many syncs nothing explained. */
  long jumps() {
    return jumps;
  }

  /** How many syncs there were, but for those beyond the limit. */
  long count() {
    return before + points.size();
  }

  /** The syncs behind the place at which this began. */
  List<SyncPoint> points() {
    return points;
  }
}
