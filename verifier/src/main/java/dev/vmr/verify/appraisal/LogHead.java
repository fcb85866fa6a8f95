package dev.vmr.verify.appraisal;

import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.record.Sync;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.Source;
import dev.vmr.verify.checkpoint.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the first records of one of our logs claim: whose log it is. Replay judges the claim. */
final class LogHead implements LineSink {
  private static final int HEAD = 1 << 14;

  private @Nullable RegisterName register;
  private @Nullable HashAlgorithm algorithm;
  private int records;

  private LogHead() {}

  /** Of a log. */
  static LogHead of(Source log) throws IOException {
    LogHead head = new LogHead();
    try (InputStream in = log.open()) {
      LineScanner.scan(new ByteArrayInputStream(in.readNBytes(HEAD)), head);
    }
    return head;
  }

  /** Of a log that was accepted up to a checkpoint: nothing before that is read. */
  static LogHead of(Checkpoint checkpoint) {
    LogHead head = new LogHead();
    Begin begin = checkpoint.state().begin();
    head.register = begin == null ? null : begin.physical();
    head.algorithm = checkpoint.state().value().algorithm();
    return head;
  }

  Optional<RegisterName> register() {
    return Optional.ofNullable(register);
  }

  HashAlgorithm algorithm() {
    return algorithm == null ? HashAlgorithm.SHA384 : algorithm;
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    records++;
    if (records > 2) {
      return;
    }
    try {
      LogRecord record =
          LogRecord.parse(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
      if (record instanceof Sync sync && records == 1) {
        algorithm = sync.claimedValue().algorithm();
      } else if (record instanceof Begin begin) {
        register = begin.physical();
      }
    } catch (RecordFormatException e) {
      return; // replay will report it
    }
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {}

  @Override
  public void tooLong(long line) {}
}
