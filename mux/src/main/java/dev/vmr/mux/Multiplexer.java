package dev.vmr.mux;

import dev.vmr.log.EventLog;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Sync;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import dev.vmr.replay.VirtualRegisters;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The one writer of a physical register and its log (docs/multiplexer.md). Safe for many threads.
 */
public final class Multiplexer implements Closeable {
  private final PhysicalRegister register;
  private final HashAlgorithm algorithm;
  private final EventLog log;
  private final Replay replay;
  private final Recovery recovery;
  private final Commit commit;
  private final CommitQueue queue;

  private Multiplexer(PhysicalRegister register, LogOpening opening, boolean fsync) {
    this.register = register;
    this.algorithm = register.describe().algorithm();
    this.log = opening.log();
    this.replay = opening.replay();
    this.recovery = opening.recovery();
    this.commit = new Commit(register, log, replay, fsync);
    this.queue = new CommitQueue(commit::commit);
  }

  /**
   * Opens the log of a register and recovers (section 3).
   *
   * @param logFile the log, made if it is missing; its folder must exist
   * @param bootId the machine's boot id
   * @param fsync whether a caller waits for the disk
   * @throws RecoveryException when the log is not one to go on with
   * @throws IOException when log or register fail
   */
  public static Multiplexer open(
      PhysicalRegister register, Path logFile, UUID bootId, boolean fsync) throws IOException {
    if (!register.describe().readable() || !register.describe().extendable()) {
      throw new IOException(
          register.describe().name() + " cannot be read and extended by software");
    }
    return new Multiplexer(register, LogOpening.open(register, logFile, bootId), fsync);
  }

  /** What opening found and did. */
  public Recovery recovery() {
    return recovery;
  }

  /** The physical register. */
  public RegisterDescription describe() {
    return register.describe();
  }

  /** The file of the event log. */
  public Path logFile() {
    return log.path();
  }

  /** The virtual registers as they are now. */
  public VirtualRegisters registers() {
    return replay.registers();
  }

  /** Why the multiplexer has stopped, if it has. */
  public Optional<StoppedException> stopped() {
    return Optional.ofNullable(commit.stopped());
  }

  /**
   * Records, extends, and returns when both are done (section 1).
   *
   * @throws RefusedException when the record is not allowed here; nothing was written
   * @throws NotExtendedException when log or register failed and nothing has changed
   * @throws StoppedException when the multiplexer has stopped
   * @throws IllegalArgumentException when the record is SYNC or begin, or too long for a line
   */
  public Receipt submit(LogRecord record) throws RefusedException, IOException {
    if (record instanceof Sync || record instanceof Begin) {
      throw new IllegalArgumentException("only the multiplexer itself writes " + record.kind());
    }
    Pending pending = new Pending(record, algorithm);
    queue.submit(pending);
    return pending.result();
  }

  /**
   * Compares the register with what the log replays to, and records a sync when somebody else has
   * extended it (section 4). What was committed before is in the returned value.
   *
   * @throws IOException when the register cannot be read or the sync cannot be recorded
   */
  public Position verify() throws IOException {
    return queue.exclusively(commit::verify);
  }

  /** What has been committed up to now. Does not read the register. */
  public Position position() throws IOException {
    return queue.exclusively(commit::position);
  }

  /** Something to be done while nothing is committed. */
  public interface Action<T> {
    /**
     * Does it.
     *
     * @param position where register and log stand meanwhile
     */
    T at(Position position) throws IOException;
  }

  /**
   * As {@link #verify}, then runs {@code action} before anything else is committed: a quote made in
   * it is of the log as the position says. Callers wait meanwhile.
   */
  public <T> T whileStill(Action<T> action) throws IOException {
    return queue.exclusively(() -> action.at(commit.verify()));
  }

  /** Closes the log; what was committed is in it. */
  @Override
  public void close() throws IOException {
    queue.exclusively(
        () -> {
          commit.close();
          return stopped();
        });
  }
}
