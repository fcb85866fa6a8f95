package dev.vmr.verify.log;

import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.log.LineSink;
import dev.vmr.record.Begin;
import dev.vmr.record.LogRecord;
import dev.vmr.record.RecordFormatException;
import dev.vmr.record.Sync;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.PlainContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Our own log as a measurement log: its records are events of the physical register. */
final class OwnLogs implements LineSink {
  private static final byte[] SYNC = "SYNC ".getBytes(StandardCharsets.US_ASCII);

  private final LogDraft draft = new LogDraft();
  private final HashAlgorithm algorithm;
  private final RegisterName register;
  private boolean full;

  private OwnLogs(HashAlgorithm algorithm, RegisterName register) {
    this.algorithm = algorithm;
    this.register = register;
  }

  /** Whether the first line that is hashed is a sync. */
  static boolean recognises(byte[] log) {
    int at = 0;
    while (at < log.length && (log[at] == '#' || log[at] == '\n')) {
      while (at < log.length && log[at] != '\n') {
        at++;
      }
      at++;
    }
    return at + SYNC.length <= log.length
        && Arrays.equals(log, at, at + SYNC.length, SYNC, 0, SYNC.length);
  }

  static MeasurementLog read(byte[] log) {
    Replay replay = new Replay();
    scan(log, replay);
    ReplayedLog replayed = replay.result();
    RegisterName name = replay.begin().map(Begin::physical).orElse(new RegisterName("physical"));
    OwnLogs events = new OwnLogs(replayed.value().algorithm(), name);
    scan(log, events);
    for (LogFinding each : replayed.findings()) {
      boolean start = each.code() == LogFinding.Code.UNEXPLAINED_JUMP;
      events.draft.find(
          start ? Code.UNEXPLAINED_START : Code.RECORD_REFUSED,
          LogPlace.line(each.line()),
          each.code().text() + ": " + each.text());
    }
    return merge(events.draft.finish(LogKind.VMR), replay, replayed, name);
  }

  private static void scan(byte[] log, LineSink sink) {
    try {
      LineScanner.scan(new ByteArrayInputStream(log), sink);
    } catch (IOException e) {
      throw new UncheckedIOException("an array is always read", e);
    }
  }

  /** The registers are those of our own replay, which knows syncs, definitions and resets. */
  private static MeasurementLog merge(
      MeasurementLog events, Replay replay, ReplayedLog replayed, RegisterName physical) {
    TreeMap<RegisterName, Map<HashAlgorithm, Digest>> values = new TreeMap<>();
    replayed.registers().forEach((name, each) -> values.put(name, each.banks()));
    values.put(physical, ImmutableMap.of(replayed.value().algorithm(), replayed.value()));
    TreeMap<RegisterName, Digest> starts = new TreeMap<>();
    if (!replayed.syncs().isEmpty() && !replayed.syncs().get(0).claimedValue().isZero()) {
      starts.put(physical, replayed.syncs().get(0).claimedValue());
    }
    boolean whole = replay.records() == events.events().size() && !torn(replayed);
    return new MeasurementLog(
        LogKind.VMR,
        whole && events.complete() && replayed.findingCount() <= replayed.findings().size(),
        events.events(),
        values,
        starts,
        new TreeMap<>(),
        events.findings(),
        Math.max(events.findingCount(), replayed.findingCount()));
  }

  private static boolean torn(ReplayedLog replayed) {
    return replayed.findings().stream().anyMatch(each -> each.code() == LogFinding.Code.TORN_LINE);
  }

  @Override
  public void record(long line, byte[] buffer, int offset, int length) {
    if (full) {
      return;
    }
    byte[] data = Arrays.copyOfRange(buffer, offset, offset + length);
    full =
        !draft.add(
            new EventDraft(LogPlace.line(line), type(data))
                .data(data, 0, length, OwnLogs::decode)
                .extend(register, List.of(algorithm.hash(data)))
                .measured("line"));
  }

  private static String type(byte[] data) {
    String[] words = new String(data, StandardCharsets.ISO_8859_1).split(" ", 3);
    boolean sync = words[0].equals("SYNC");
    return sync || words.length < 2 ? Texts.line(words[0]) : Texts.line(words[1]);
  }

  private static EventContent decode(byte[] data) {
    String line = new String(data, StandardCharsets.ISO_8859_1);
    try {
      LogRecord record = LogRecord.parse(line);
      String subject = record instanceof Sync ? "SYNC" : line.substring(0, line.indexOf(' '));
      return PlainContent.decoded(
          Texts.line(line), ImmutableMap.of("is", "record", "name", subject, "record", line));
    } catch (RecordFormatException e) {
      return PlainContent.invalid("column " + e.column() + ": " + e.reason());
    }
  }

  @Override
  public void torn(long line, byte[] buffer, int offset, int length) {
    draft.stop(Code.TRUNCATED, LogPlace.line(line), "the last line has no LF");
  }

  @Override
  public void tooLong(long line) {
    draft.stop(
        Code.MALFORMED,
        LogPlace.line(line),
        "a record has at most " + LogRecord.MAX_LENGTH + " bytes");
  }
}
