package dev.vmr.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * What a replay found wrong: all are counted, the first are kept (docs/log-format.md, section 7).
 */
final class Findings {
  private static final int MAX_FINDINGS = 1000;

  private final List<LogFinding> kept = new ArrayList<>();
  private long count;

  void add(LogFinding.Code code, long line, String text) {
    if (full()) {
      count++;
    } else {
      addInAnyCase(code, line, text);
    }
  }

  /** Keeps a finding that ends replay, behind however many. */
  void addInAnyCase(LogFinding.Code code, long line, String text) {
    count++;
    kept.add(new LogFinding(code, line, text));
  }

  /** Whether what is found from now on is only counted. */
  boolean full() {
    return kept.size() >= MAX_FINDINGS;
  }

  /** The first ones, in the order of the log. */
  List<LogFinding> kept() {
    return kept;
  }

  /** How many there are, kept or not. */
  long count() {
    return count;
  }
}
