package dev.vmr.mux;

import dev.vmr.log.EventLog;
import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.mux.Recovery.Torn;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Sync;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens a log and makes it agree with its register (docs/multiplexer.md, section 3). */
final class LogOpening {
  private static final int LF = '\n';

  private final PhysicalRegister register;
  private final Path path;
  private final Begin begin;
  private EventLog log;
  private Replay replay = new Replay();
  private Recovery recovery = Recovery.clean(0);

  private LogOpening(PhysicalRegister register, Path path, UUID bootId, EventLog log) {
    RegisterName name = register.describe().name();
    this.register = register;
    this.path = path;
    this.begin = new Begin(bootId, name);
    this.log = log;
  }

  /**
   * Opens and recovers.
   *
   * @throws RecoveryException when the log is not one to go on with; it is left as it was
   * @throws IOException when log or register fail
   */
  static LogOpening open(PhysicalRegister register, Path path, UUID bootId) throws IOException {
    LogOpening opening = new LogOpening(register, path, bootId, EventLog.open(path));
    boolean done = false;
    try {
      opening.recover();
      done = true;
    } finally {
      if (!done) {
        opening.log.close();
      }
    }
    return opening;
  }

  EventLog log() {
    return log;
  }

  Replay replay() {
    return replay;
  }

  Recovery recovery() {
    return recovery;
  }

  private void recover() throws IOException {
    Digest value = register.read();
    HashAlgorithm algorithm = register.describe().algorithm();
    LogRecovery found = LogRecovery.search(log, algorithm, value);
    boolean otherBoot = found.ofAnotherBoot(begin);
    if (otherBoot && !found.continued()) {
      startAnew(value, found); // whatever else is wrong with it: nothing is to go on from it
      return;
    }
    String obstacle = found.obstacle(begin).orElse(null);
    if (obstacle != null) {
      throw new RecoveryException(path + ": " + obstacle);
    }
    Torn torn = repairTorn(found);
    if (torn == Torn.COMPLETED) {
      found = LogRecovery.search(log, algorithm, value);
    }
    replay = found.replay();
    long explained = found.explained();
    boolean foreign = explained < 0 && found.records() > 0; // before anything is appended
    long redone = explained < 0 ? 0 : redo(explained);
    if (explained < 0) {
      append(new Sync(value));
    }
    if (replay.begin().isEmpty() || otherBoot) {
      append(begin);
    }
    recovery =
        new Recovery(Math.max(explained, 0), redone, torn, foreign ? value : null, null, otherBoot);
  }

  private void startAnew(Digest value, LogRecovery found) throws IOException {
    UUID oldBoot = found.replay().begin().orElse(begin).bootId();
    Path archive = path.resolveSibling(path.getFileName() + "." + oldBoot);
    log.archiveAs(archive);
    log = EventLog.open(path);
    replay = new Replay(value.algorithm(), null);
    append(new Sync(value));
    append(begin);
    recovery = new Recovery(0, 0, Torn.NONE, null, archive, false);
  }

  private Torn repairTorn(LogRecovery found) throws IOException {
    Torn torn;
    try {
      torn = found.torn();
    } catch (RecoveryException e) {
      throw new RecoveryException(path + ": " + e.getMessage());
    }
    if (torn == Torn.CUT) {
      log.truncate(log.size() - found.tornLength());
    } else if (torn == Torn.COMPLETED) {
      log.append(new byte[] {LF}, 1);
    }
    return torn;
  }

  /** Extends the register by every record behind the first {@code explained}. */
  private long redo(long explained) throws IOException {
    Redo redo = new Redo(explained);
    try (InputStream in = log.read()) {
      LineScanner.scan(in, redo);
    }
    if (redo.failure != null) {
      throw redo.failure;
    }
    return redo.done;
  }

  private void append(LogRecord record) throws IOException {
    byte[] line = (record.format() + "\n").getBytes(StandardCharsets.US_ASCII);
    log.append(line, line.length);
    Digest digest = register.describe().algorithm().hash(line, 0, line.length - 1);
    register.extend(digest);
    replay.append(record, digest);
  }

  /** Extends by the lines that the register has not seen. */
  private final class Redo implements LineSink {
    private long toSkip;
    private long done;
    private @Nullable IOException failure;

    Redo(long toSkip) {
      this.toSkip = toSkip;
    }

    @Override
    public void record(long line, byte[] buffer, int offset, int length) {
      if (toSkip > 0) {
        toSkip--;
      } else if (failure == null) {
        try {
          register.extend(register.describe().algorithm().hash(buffer, offset, length));
          done++;
        } catch (IOException e) {
          failure = e;
        }
      }
    }

    @Override
    public void torn(long line, byte[] buffer, int offset, int length) {}

    @Override
    public void tooLong(long line) {}
  }
}
