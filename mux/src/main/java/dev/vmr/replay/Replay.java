package dev.vmr.replay;

import dev.vmr.log.LineSink;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.record.Reset;
import dev.vmr.record.Sync;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replays a log line by line (docs/replay.md). Not safe for several threads, except {@link
 * #registers}.
 */
public final class Replay implements LineSink {
  private static final int MAX_MALFORMED = 65_536;

  private final VirtualRegisters registers;
  private final List<RestorePoint> restores = new ArrayList<>();
  private final Findings findings = new Findings();
  private final SyncHistory syncs;
  private RunningBank physical;
  private @Nullable Begin begin;
  private long records;
  private long malformed;
  private boolean ended;

  /**
   * Begins before the first line.
   *
   * @param algorithm the register's algorithm, for a log that does not begin with a sync
   * @param explainedStart the value that other evidence gives for the start of the log, or null
   */
  public Replay(HashAlgorithm algorithm, @Nullable Digest explainedStart) {
    this.physical = new RunningBank(algorithm);
    this.registers = new VirtualRegisters();
    this.syncs = new SyncHistory(explainedStart, findings, 0, 0);
  }

  /**
   * Goes on from a place that was reached before; syncs and findings before it are not repeated.
   *
   * @param state the place
   * @param explainedStart as above; matters only to a state without records
   */
  public Replay(ReplayState state, @Nullable Digest explainedStart) {
    this.physical = new RunningBank(state.value());
    this.registers = new VirtualRegisters(state.registers());
    this.syncs = new SyncHistory(explainedStart, findings, state.syncs(), state.jumps());
    this.begin = state.begin();
    this.records = state.records();
  }

  /** Begins before the first line of a log that starts at zeros. */
  public Replay() {
    this(HashAlgorithm.SHA384, null);
  }

  /** The replayed value of the physical register up to here. */
  public Digest value() {
    return physical.value();
  }

  /** The virtual registers up to here. */
  public VirtualRegisters registers() {
    return registers;
  }

  /** The latest begin record. */
  public Optional<Begin> begin() {
    return Optional.ofNullable(begin);
  }

  /** How many records were hashed up to here. */
  public long records() {
    return records;
  }

  /** How many of the records that were hashed up to here are none that this format knows. */
  public long malformed() {
    return malformed;
  }

  /** How many syncs up to here stated a value that nothing explains. */
  public long jumps() {
    return syncs.jumps();
  }

  /** What is needed to go on from here; it says nothing of findings. */
  public ReplayState state() {
    return new ReplayState(
        value(), records, syncs.count(), syncs.jumps(), begin, registers.snapshot());
  }

  /** Everything, up to here. */
  public ReplayedLog result() {
    return new ReplayedLog(
        value(),
        records,
        syncs.points(),
        restores,
        registers.snapshot(),
        findings.kept(),
        findings.count());
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    if (ended) {
      return;
    }
    // Latin-1 keeps every byte apart; the parser then refuses what is not ASCII.
    String text = new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
    try {
      LogRecord record = LogRecord.parse(text); // step 4
      if (records == 0 && !(record instanceof Sync)) {
        findings.add(LogFinding.Code.MISPLACED_RECORD, line, "a log begins with SYNC"); // step 5
      }
      apply(line, record);
    } catch (RecordFormatException e) {
      if (malformed == MAX_MALFORMED) {
        end(line);
        return;
      }
      malformed++;
      findings.add(
          LogFinding.Code.MALFORMED_RECORD, line, "column " + e.column() + ": " + e.reason());
    }
    physical.extendByHashOf(buffer, offset, length); // step 8
    records++;
  }

  /** Applies a record that the caller made itself and that {@link VirtualRegisters} allows. */
  public void append(LogRecord record, Digest lineDigest) {
    if (record instanceof Begin appended) {
      begin = appended;
    } else if (record instanceof Sync sync) {
      if (records > 0 && !sync.claimedValue().equals(physical.value())) {
        syncs.jump();
      }
      physical = new RunningBank(sync.claimedValue());
    } else {
      registers.apply(record);
    }
    physical.extend(lineDigest);
    records++;
  }

  private void apply(long line, LogRecord record) {
    if (record instanceof Sync sync) {
      sync(line, sync);
    } else if (record instanceof Begin next) {
      begin(line, next);
    } else {
      Optional<Refusal> refusal = registers.check(record); // step 7
      if (refusal.isPresent()) {
        boolean limit = refusal.get().reason() == Refusal.Reason.TOO_MANY;
        findings.add(
            limit ? LogFinding.Code.LIMIT_EXCEEDED : LogFinding.Code.MISPLACED_RECORD,
            line,
            refusal.get().text());
      } else {
        registers.apply(record);
        restored(line, record);
      }
    }
  }

  private void restored(long line, LogRecord record) {
    if (record instanceof Reset reset && !reset.restored().isEmpty()) {
      if (!findings.full()) {
        restores.add(new RestorePoint(line, reset.name(), reset.restored()));
      }
      findings.add(
          LogFinding.Code.UNEXPLAINED_RESTORE,
          line,
          reset.name() + " goes on from a value that this log does not explain");
    }
  }

  /** Step 6. */
  private void sync(long line, Sync sync) {
    Digest claimed = sync.claimedValue();
    if (records > 0 && claimed.algorithm() != physical.algorithm()) {
      findings.add(
          LogFinding.Code.MISPLACED_RECORD,
          line,
          "the register is " + physical.algorithm() + ", the sync is " + claimed.algorithm());
      return;
    }
    syncs.add(line, claimed, records == 0 ? null : physical.value());
    physical = new RunningBank(claimed);
  }

  private void begin(long line, Begin next) {
    if (begin == null ? records != 1 : !begin.physical().equals(next.physical())) {
      findings.add(
          LogFinding.Code.MISPLACED_RECORD,
          line,
          begin == null
              ? "begin is the record after the first sync"
              : "this is the log of " + begin.physical());
    } else if (begin != null && begin.bootId().equals(next.bootId())) {
      findings.add(LogFinding.Code.MISPLACED_RECORD, line, "begin again without a new boot id");
    } else {
      begin = next;
    }
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {
    findings.add(LogFinding.Code.TORN_LINE, line, "the last line has no LF"); // step 2
  }

  @Override
  public void tooLong(long line) {
    findings.add( // step 3
        LogFinding.Code.MALFORMED_RECORD,
        line,
        "a record has at most " + LogRecord.MAX_LENGTH + " bytes; replay ends here");
  }

  /** Ends replay, so that a file of nothing but such lines costs little; this is always listed. */
  private void end(long line) {
    ended = true;
    String text = "more than " + MAX_MALFORMED + " malformed records; replay ends here";
    findings.addInAnyCase(LogFinding.Code.LIMIT_EXCEEDED, line, text);
  }
}
