package dev.vmr.mux;

import dev.vmr.log.EventLog;
import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.mux.Recovery.Torn;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.record.Sync;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the prefix of a log that explains a register (docs/multiplexer.md, section 3). Reads
 * only; what to do about it is decided in {@link LogOpening}.
 */
final class LogRecovery implements LineSink {
  private final Digest register;
  private final Replay replay;

  /** How many records the longest prefix has that explains the register; -1 when none does. */
  private long explained = -1;

  /** How many records there were when the latest begin had been replayed. */
  private long beginAt = -1;

  private int tornLength;
  private boolean tornWasExtended;
  private boolean tornWasNotExtended;

  private LogRecovery(HashAlgorithm algorithm, Digest register) {
    this.register = register;
    this.replay = new Replay(algorithm, null);
  }

  /** Replays the log against the register's value. */
  static LogRecovery search(EventLog log, HashAlgorithm algorithm, Digest register)
      throws IOException {
    LogRecovery recovery = new LogRecovery(algorithm, register);
    try (InputStream in = log.read()) {
      LineScanner.scan(in, recovery);
    }
    return recovery;
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    if (startsWithSync(buffer, offset, length)) {
      Digest claimed = claimed(buffer, offset, length);
      if (claimed != null && claimed.equals(register)) {
        explained = replay.records();
      }
    }
    Optional<Begin> before = replay.begin();
    replay.record(line, buffer, offset, length);
    if (!replay.begin().equals(before)) {
      beginAt = replay.records();
    }
    if (replay.value().equals(register)) {
      explained = replay.records();
    }
  }

  private static boolean startsWithSync(byte[] buffer, int offset, int length) {
    return length > 5
        && buffer[offset] == 'S'
        && buffer[offset + 1] == 'Y'
        && buffer[offset + 2] == 'N'
        && buffer[offset + 3] == 'C'
        && buffer[offset + 4] == ' ';
  }

  private static @Nullable Digest claimed(byte[] buffer, int offset, int length) {
    try {
      LogRecord record =
          LogRecord.parse(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
      return record instanceof Sync sync ? sync.claimedValue() : null;
    } catch (RecordFormatException e) {
      return null; // replay reports it
    }
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {
    tornLength = length;
    Digest extended =
        new RegisterBank(replay.value())
            .extendedBy(replay.value().algorithm().hash(buffer, offset, length))
            .value();
    tornWasExtended = extended.equals(register);
    tornWasNotExtended = explained >= 0 || replay.records() == 0;
  }

  @Override
  public void tooLong(long line) {
    replay.tooLong(line);
  }

  /** What stands in the way of going on with this log, if anything. */
  Optional<String> obstacle(Begin expected) {
    for (LogFinding finding : replay.result().findings()) {
      if (finding.code() != LogFinding.Code.UNEXPLAINED_JUMP
          && finding.code() != LogFinding.Code.UNEXPLAINED_RESTORE) {
        return Optional.of("line " + finding.line() + ": " + finding.text());
      }
    }
    Optional<Begin> begin = replay.begin();
    if (begin.isEmpty()) {
      return replay.records() > 1
          ? Optional.of("it has records but no 'vmr begin': it is not this multiplexer's log")
          : Optional.empty();
    }
    return begin.get().physical().equals(expected.physical())
        ? Optional.empty()
        : Optional.of("it is the log of " + begin.get().physical());
  }

  /** The torn last line, if any, and what the register says of it. */
  Torn torn() throws RecoveryException {
    if (tornLength == 0) {
      return Torn.NONE;
    }
    if (tornWasExtended) {
      return Torn.COMPLETED;
    }
    if (tornWasNotExtended) {
      return Torn.CUT;
    }
    throw new RecoveryException(
        "its last line is torn, and the register does not tell whether it was extended");
  }

  int tornLength() {
    return tornLength;
  }

  Replay replay() {
    return replay;
  }

  long records() {
    return replay.records();
  }

  /** How many records explain the register, or -1. */
  long explained() {
    return explained;
  }

  /** Whether the log is of this register, and of another boot. */
  boolean ofAnotherBoot(Begin expected) {
    return replay
        .begin()
        .map(
            begin ->
                begin.physical().equals(expected.physical())
                    && !begin.bootId().equals(expected.bootId()))
        .orElse(false);
  }

  /** Whether the register went on from this log, its latest begin included. */
  boolean continued() {
    return beginAt >= 0 && explained >= beginAt;
  }
}
