package dev.vmr.verify.aael;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.Hashing;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.PlainContent;
import dev.vmr.verify.event.Registers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads and replays a text log: {@code INIT}, then one event a line. */
public final class AaelTextLogs {
  private static final byte[] INIT = "INIT ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_INIT = 256;
  private static final int VTPM_PCR = 17;
  private static final int RTMR = 3;

  private final byte[] log;
  private final LogDraft draft = new LogDraft();

  private AaelTextLogs(byte[] log) {
    this.log = log;
  }

  /** Whether bytes begin as such a log does. */
  public static boolean recognises(byte[] log) {
    return log.length >= INIT.length && Arrays.equals(log, 0, INIT.length, INIT, 0, INIT.length);
  }

  /** Reads a log. */
  public static MeasurementLog read(byte[] log) {
    AaelTextLogs reader = new AaelTextLogs(log);
    reader.read();
    return reader.draft.finish(LogKind.AAEL_TEXT);
  }

  private void read() {
    LogPlace first = LogPlace.line(1);
    int end = end(0);
    Digest start;
    try {
      if (end > MAX_INIT) {
        throw new DigestFormatException("the line is too long");
      }
      int length = end - INIT.length;
      start = Digest.parse(new String(log, INIT.length, length, StandardCharsets.ISO_8859_1));
    } catch (DigestFormatException e) {
      draft.stop(Code.MALFORMED, first, "INIT <algorithm>/<hex>: " + e.getMessage());
      return;
    }
    HashAlgorithm algorithm = start.algorithm();
    if (!new Hashing().computes(algorithm)) {
      draft.stop(Code.UNKNOWN_ALGORITHM, first, "nothing here computes " + algorithm);
      return;
    }
    RegisterName register =
        algorithm == HashAlgorithm.SHA256 ? Registers.pcr(VTPM_PCR) : Registers.rtmr(RTMR);
    draft.claimedStart(first, register, start);
    long line = 1;
    for (int at = 0; at < log.length; at = end + 1) {
      end = end(at);
      if (!add(at, end, LogPlace.line(line++), register, algorithm)) {
        return;
      }
    }
  }

  private boolean add(
      int from, int to, LogPlace place, RegisterName register, HashAlgorithm algorithm) {
    if (from == to) {
      draft.stop(Code.MALFORMED, place, "the line is empty");
      return false;
    }
    EventContent content = decode(Arrays.copyOfRange(log, from, to));
    if (content.form() == EventContent.Form.INVALID) {
      draft.find(Code.INVALID_DATA, place, content.text());
    }
    return draft.add(
        new EventDraft(place, place.value() == 1 ? "INIT" : "event")
            .data(log, from, to, AaelTextLogs::decode)
            .extend(register, List.of(algorithm.hash(log, from, to - from)))
            .measured("line"));
  }

  private int end(int from) {
    int end = from;
    while (end < log.length && log[end] != '\n') {
      end++;
    }
    return end;
  }

  private static EventContent decode(byte[] data) {
    String line = new String(data, StandardCharsets.UTF_8);
    if (line.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      return PlainContent.invalid("the line has a control character");
    }
    if (line.startsWith("INIT ")) {
      return PlainContent.decoded(
          Texts.line(line), ImmutableMap.of("is", "init", "value", line.substring(INIT.length)));
    }
    String[] words = line.split(" ", 3);
    if (words.length < 3 || words[0].isEmpty() || words[1].isEmpty()) {
      return PlainContent.invalid("an event is: domain operation content");
    }
    return PlainContent.decoded(
        Texts.line(line),
        ImmutableMap.of(
            "is", "aael", "domain", words[0], "operation", words[1], "content", words[2]));
  }
}
