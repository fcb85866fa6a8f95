package dev.vmr.verify;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayState;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.PrefixCheck;
import dev.vmr.verify.checkpoint.PrefixDigest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays what a log holds after a checkpoint (docs/checkpoint.md, section 2). */
final class LogTail {
  private static final long ALWAYS_READ = 64L * PrefixDigest.BLOCK;

  private final Replay replay;
  private @Nullable Finding refusal;
  private @Nullable Checkpoint next;

  /**
   * Reads it.
   *
   * @param log the whole log
   * @param from where to go on
   * @param check how much of what lies before it is compared
   * @param explainedStart what other evidence says of the start of a log without records
   */
  LogTail(Source log, Checkpoint from, PrefixCheck check, @Nullable Digest explainedStart)
      throws IOException {
    replay = new Replay(from.state(), explainedStart);
    long block = from.bytes() - from.bytes() % PrefixDigest.BLOCK;
    boolean all =
        switch (check) {
          case LAST_BLOCK -> false;
          case SHORT_LOGS -> block <= ALWAYS_READ;
          case ALL -> true;
        };
    try (InputStream in = log.open(all ? 0 : block)) {
      PrefixDigest prefix =
          all ? new PrefixDigest() : new PrefixDigest(block, from.prefix().blocks());
      take(in, prefix, from.bytes());
      if (prefix.value().equals(from.prefix())) {
        scan(in, prefix, from.lines());
      } else {
        refuse("what lies before the checkpoint is not what was accepted");
      }
    } catch (EOFException e) {
      refuse("the log is shorter than what was accepted of it, " + from.bytes() + " bytes");
    }
  }

  private static void take(InputStream in, PrefixDigest prefix, long end) throws IOException {
    byte[] buffer = new byte[PrefixDigest.BLOCK];
    while (prefix.size() < end) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, end - prefix.size()));
      if (count < 0) {
        throw new EOFException();
      }
      prefix.update(buffer, 0, count);
    }
  }

  private void scan(InputStream in, PrefixDigest prefix, long linesBefore) throws IOException {
    long lines = LineScanner.scan(prefix.reading(in), replay, linesBefore);
    next = at(prefix, lines, replay.state());
  }

  /** The checkpoint at the end of a log; none when a comment without LF ends it. */
  static @Nullable Checkpoint at(PrefixDigest prefix, long lines, ReplayState state) {
    return prefix.afterLine() ? new Checkpoint(prefix.size(), lines, state, prefix.value()) : null;
  }

  private void refuse(String text) {
    refusal = Finding.error("checkpoint-log-differs", text);
  }

  Replay replay() {
    return replay;
  }

  /** Why this is not the log of the checkpoint. */
  Optional<Finding> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Where it ends; worth nothing before the verdict is known. */
  @Nullable Checkpoint next() {
    return next;
  }
}
