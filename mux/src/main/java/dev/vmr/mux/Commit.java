package dev.vmr.mux;

import dev.vmr.log.EventLog;
import dev.vmr.log.LogBrokenException;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.record.Extend;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Sync;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterBank;
import dev.vmr.replay.Refusal;
import dev.vmr.replay.Replay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a commit and what is done when one fails (docs/multiplexer.md, sections 1 and 2).
 * One thread at a time, but for {@link #stopped}.
 */
final class Commit {
  private final PhysicalRegister register;
  private final EventLog log;
  private final Replay replay;
  private final boolean fsync;
  private volatile @Nullable StoppedException stopped;

  Commit(PhysicalRegister register, EventLog log, Replay replay, boolean fsync) {
    this.register = register;
    this.log = log;
    this.replay = replay;
    this.fsync = fsync;
  }

  /** Why nothing is committed any more, if so. */
  @Nullable StoppedException stopped() {
    return stopped;
  }

  /** Closes the log and refuses everything from now on. */
  void close() throws IOException {
    if (stopped == null) {
      stopped = new StoppedException("the multiplexer is closed", null);
    }
    log.close();
  }

  /** Section 4; under the same exclusion as {@link #commit}. */
  Position verify() throws IOException {
    Digest value = register.read();
    if (!value.equals(replay.value()) && stopped == null) {
      Pending sync = new Pending(new Sync(value), value.algorithm());
      commit(List.of(sync));
      try {
        sync.result();
      } catch (RefusedException e) {
        throw new IllegalStateException("a sync is never refused", e);
      }
    }
    return position();
  }

  /** Under the same exclusion as {@link #commit}. */
  Position position() {
    return new Position(replay.value(), replay.records(), log.size(), replay.jumps());
  }

  /** Answers every record of the batch. */
  void commit(List<Pending> batch) {
    List<Pending> open = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      if (createsRegister(pending.record())) {
        write(open); // so that the limit on registers is checked against all that went before
        open.clear();
      }
      StoppedException stop = stopped;
      Optional<Refusal> refusal = replay.registers().check(pending.record());
      if (stop != null) {
        pending.fail(stop);
      } else if (refusal.isPresent()) {
        pending.refuse(refusal.get());
      } else {
        open.add(pending);
      }
    }
    write(open);
  }

  private boolean createsRegister(LogRecord record) {
    return record instanceof Extend extend && replay.registers().find(extend.name()).isEmpty();
  }

  private void write(List<Pending> accepted) {
    Batch open = new Batch(accepted);
    while (!open.isEmpty()) {
      open = append(open) ? extendAll(open) : Batch.EMPTY;
    }
  }

  /** Section 1, step 2. */
  private boolean append(Batch batch) {
    byte[] lines = batch.lines();
    long before = log.size();
    try {
      log.append(lines, lines.length);
      if (fsync) {
        log.sync();
      }
      return true;
    } catch (LogBrokenException e) {
      stop("the log failed", e, batch);
    } catch (IOException e) {
      try {
        log.truncate(before);
        NotExtendedException refused =
            new NotExtendedException("not extended: the log was not written: " + e.getMessage(), e);
        batch.fail(refused);
      } catch (LogBrokenException broken) {
        stop("the log failed", broken, batch);
      }
    }
    return false;
  }

  /**
   * Section 1, step 3.
   *
   * @return what has to be committed anew because a line before it was cut off the log
   */
  private Batch extendAll(Batch batch) {
    long behind = log.size() - batch.length();
    List<Pending> done = new ArrayList<>(batch.pending().size());
    Batch again = Batch.EMPTY;
    for (int i = 0; i < batch.pending().size() && again.isEmpty() && stopped == null; i++) {
      Pending pending = batch.pending().get(i);
      Batch rest = batch.after(i + 1);
      try {
        register.extend(pending.digest());
        applied(pending);
        done.add(pending);
      } catch (IOException e) {
        if (wasExtended(pending, e, behind, rest)) {
          applied(pending);
          done.add(pending);
        } else {
          again = rest;
          break;
        }
      }
      behind += pending.lineLength();
    }
    long first = replay.records() - done.size() + 1;
    for (int i = 0; i < done.size(); i++) {
      done.get(i).accept(new Receipt(first + i, done.get(i).digest()));
    }
    return stopped == null ? again : Batch.EMPTY;
  }

  private void applied(Pending pending) {
    replay.append(pending.record(), pending.digest());
  }

  /**
   * Section 2: decides the outcome of an extend that failed. When it was not extended its line and
   * those behind it are off the log and its caller is answered.
   */
  private boolean wasExtended(Pending pending, IOException cause, long lineAt, Batch rest) {
    Digest before = pending.record() instanceof Sync sync ? sync.claimedValue() : replay.value();
    try {
      Digest now = register.read();
      if (now.equals(new RegisterBank(before).extendedBy(pending.digest()).value())) {
        return true;
      }
      if (now.equals(before)) {
        log.truncate(lineAt);
        pending.fail(
            new NotExtendedException(
                "not extended: the register refused: " + cause.getMessage(), cause));
        return false;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    cutUnextended(lineAt + pending.lineLength(), cause);
    stop("the outcome of an extension is unknown", cause, new Batch(List.of(pending)));
    StoppedException stop = stopped;
    if (stop != null) {
      rest.fail(stop);
    }
    return false;
  }

  private void cutUnextended(long end, IOException cause) {
    try {
      log.truncate(end);
    } catch (LogBrokenException e) {
      cause.addSuppressed(e);
    }
  }

  private void stop(String why, IOException cause, Batch batch) {
    StoppedException stop =
        new StoppedException("stopped: " + why + ": " + cause.getMessage(), cause);
    stopped = stop;
    batch.fail(stop);
  }
}
