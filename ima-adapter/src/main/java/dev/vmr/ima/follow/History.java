package dev.vmr.ima.follow;

import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.mux.Multiplexer;
import dev.vmr.record.Begin;
import dev.vmr.record.Event;
import dev.vmr.record.Extend;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What a register was extended by, as its log tells, and how much of the beginning of a list is the
 * end of that.
 */
final class History implements LineSink {
  private final RegisterName register;
  private final int bank;
  private final List<Digest> extensions = new ArrayList<>();
  private int begins;
  private int extensionsBeforeBegin;
  private int extensionsBeforeGap = -1;

  private History(RegisterName register, int bank) {
    this.register = register;
    this.bank = bank;
  }

  /**
   * Reads the log of a register.
   *
   * @param bank which of the digests of each extension is kept
   */
  static History of(Multiplexer multiplexer, RegisterName register, int bank) throws IOException {
    History history = new History(register, bank);
    try (InputStream in = Files.newInputStream(multiplexer.logFile())) {
      LineScanner.scan(in, history);
    }
    return history;
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    try {
      LogRecord record =
          LogRecord.parse(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
      if (record instanceof Extend extend && extend.name().equals(register)) {
        extensions.add(extend.digests().get(bank));
      } else if (record instanceof Begin) {
        begins++;
        extensionsBeforeBegin = extensions.size();
      } else if (record instanceof Event event
          && event.subject().text().equals(register.text())
          && event.operation().equals(FollowedRegister.GAP)) {
        extensionsBeforeGap = extensions.size();
      }
    } catch (RecordFormatException e) {
      return; // the multiplexer does not open such a log
    }
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {}

  @Override
  public void tooLong(long line) {}

  /** Whether the kernel that runs is not the first of this log, and has extended nothing yet. */
  boolean kexecSinceTheLastExtension() {
    return hasKexec() && extensionsBeforeBegin == extensions.size();
  }

  /** Whether the log goes on over a kexec: then a list need not begin where the register does. */
  boolean hasKexec() {
    return begins > 1;
  }

  /** Whether the log says already that entries may be missing behind the last extension. */
  boolean hasGapAtItsEnd() {
    return extensionsBeforeGap == extensions.size();
  }

  int size() {
    return extensions.size();
  }

  /**
   * How many entries at the beginning of {@code list} are the last extensions of the register, the
   * most that are.
   *
   * @param list the digest of each entry, of the same bank
   */
  int overlap(List<Digest> list) {
    int[] border = borders(list);
    int matched = 0;
    for (Digest extension : extensions) {
      while (matched > 0 && (matched == list.size() || !list.get(matched).equals(extension))) {
        matched = border[matched - 1];
      }
      if (matched < list.size() && list.get(matched).equals(extension)) {
        matched++;
      }
    }
    return matched;
  }

  /** For each beginning of the list, its longest proper beginning that is its end as well. */
  private static int[] borders(List<Digest> list) {
    int[] border = new int[list.size()];
    for (int i = 1, matched = 0; i < list.size(); i++) {
      while (matched > 0 && !list.get(matched).equals(list.get(i))) {
        matched = border[matched - 1];
      }
      if (list.get(matched).equals(list.get(i))) {
        matched++;
      }
      border[i] = matched;
    }
    return border;
  }
}
