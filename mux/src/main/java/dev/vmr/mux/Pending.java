package dev.vmr.mux;

import dev.vmr.record.LogRecord;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller's record on its way; formatted and hashed by the caller, outside the queue. */
final class Pending {
  private static final char LF = '\n';

  private final LogRecord record;
  private final byte[] line;
  private final Digest digest;
  private final Thread caller = Thread.currentThread();

  private @Nullable Receipt receipt;
  private @Nullable Refusal refusal;
  private @Nullable IOException failure;
  private volatile boolean answered;

  Pending(LogRecord record, HashAlgorithm algorithm) {
    String text = record.format();
    if (text.length() > LogRecord.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a record has at most " + LogRecord.MAX_LENGTH + " bytes, not " + text.length());
    }
    this.record = record;
    this.line = (text + LF).getBytes(StandardCharsets.US_ASCII);
    this.digest = algorithm.hash(line, 0, text.length());
  }

  LogRecord record() {
    return record;
  }

  /** The line with its LF. */
  int lineLength() {
    return line.length;
  }

  void copyLine(byte[] target, int offset) {
    System.arraycopy(line, 0, target, offset, line.length);
  }

  Digest digest() {
    return digest;
  }

  /** Whether define, reset or lock: what is behind it must be checked against its effect. */
  boolean standsAlone() {
    return switch (record.kind()) {
      case EXTEND, EVENT -> false;
      case SYNC, BEGIN, DEFINE, RESET, LOCK -> true;
    };
  }

  boolean answered() {
    return answered;
  }

  void accept(Receipt value) {
    receipt = value;
    answer();
  }

  void refuse(Refusal value) {
    refusal = value;
    answer();
  }

  void fail(IOException value) {
    failure = value;
    answer();
  }

  private void answer() {
    answered = true;
    wake();
  }

  /** Wakes the caller, who looks whether he is answered or should do the work himself. */
  void wake() {
    if (caller != Thread.currentThread()) {
      LockSupport.unpark(caller);
    }
  }

  /** The answer, once there is one. */
  Receipt result() throws RefusedException, IOException {
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
    if (failure != null) {
      throw failure;
    }
    if (receipt == null) {
      throw new IllegalStateException("not answered yet");
    }
    return receipt;
  }
}
