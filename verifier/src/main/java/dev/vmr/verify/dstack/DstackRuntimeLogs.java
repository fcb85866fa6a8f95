package dev.vmr.verify.dstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.util.Arrays;
import java.util.Base64;

/** Reads and replays the file that dstack keeps in the guest: one JSON object a line. */
public final class DstackRuntimeLogs {
  private static final int RTMR = 3;
  private static final int LATEST = 2;

  private DstackRuntimeLogs() {}

  /** Whether bytes begin with a line of such a file. */
  public static boolean recognises(byte[] log) {
    if (log.length == 0 || log[0] != '{') {
      return false;
    }
    try {
      return isEvent(StrictJson.parse(Arrays.copyOfRange(log, 0, end(log, 0))));
    } catch (JsonFormatException e) {
      return false;
    }
  }

  private static boolean isEvent(JsonNode value) {
    return value.path("event").isTextual() && value.path("payload").isTextual();
  }

  /** Reads a log. */
  public static MeasurementLog read(byte[] log) {
    LogDraft draft = new LogDraft();
    long line = 1;
    int at = 0;
    while (at < log.length) {
      int end = end(log, at);
      LogPlace place = LogPlace.line(line++);
      if (end == log.length) {
        draft.stop(Code.TRUNCATED, place, "the last line has no LF");
        break;
      }
      try {
        JsonNode value = StrictJson.parse(Arrays.copyOfRange(log, at, end));
        if (!add(value, place, draft)) {
          break;
        }
      } catch (JsonFormatException e) {
        draft.stop(Code.MALFORMED, place, String.valueOf(e.getMessage()));
        break;
      }
      at = end + 1;
    }
    return draft.finish(LogKind.DSTACK);
  }

  private static boolean add(JsonNode value, LogPlace place, LogDraft draft)
      throws JsonFormatException {
    int version = value.has("version") ? value.path("version").asInt(0) : 1;
    boolean known = version >= 1 && version <= LATEST;
    if (!isEvent(value) || value.size() != (value.has("version") ? 3 : 2) || !known) {
      throw new JsonFormatException(-1, "an event has a name, a payload and a version of 1 or 2");
    }
    String payload = value.path("payload").asText();
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(payload);
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException(-1, "the payload is written in base64");
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(payload)) {
      throw new JsonFormatException(-1, "the payload is written in base64, in its one spelling");
    }
    String name = value.path("event").asText();
    return DstackReplay.add(
        draft,
        new EventDraft(place, name),
        Registers.rtmr(RTMR),
        new DstackEvent(name, Bytes.of(bytes)),
        null,
        version);
  }

  private static int end(byte[] log, int from) {
    int end = from;
    while (end < log.length && log[end] != '\n') {
      end++;
    }
    return end;
  }
}
