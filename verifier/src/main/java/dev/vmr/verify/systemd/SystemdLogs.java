package dev.vmr.verify.systemd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.cel.CelFormatException;
import dev.vmr.verify.cel.CelJson;
import dev.vmr.verify.cel.CelLogs;
import dev.vmr.verify.cel.CelRecord;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads and replays systemd's logs: {@code pcr}, {@code nv_index} and {@code rtmr} records. */
public final class SystemdLogs {
  private static final byte SEPARATOR = 0x1E;

  private SystemdLogs() {}

  /** Whether bytes begin as a JSON text sequence (RFC 7464). */
  public static boolean recognises(byte[] log) {
    return log.length > 0 && log[0] == SEPARATOR;
  }

  /** Reads a log. */
  public static MeasurementLog read(byte[] log) {
    LogDraft draft = new LogDraft();
    return CelLogs.replay(records(log, draft), LogKind.SYSTEMD, draft);
  }

  /** The records of a log, as far as it can be read; why no farther is said to {@code draft}. */
  public static List<CelRecord> records(byte[] log, LogDraft draft) {
    List<CelRecord> records = new ArrayList<>();
    int at = 0;
    while (at < log.length) {
      LogPlace place = LogPlace.record(records.size() + 1L);
      int end = at + 1;
      while (end < log.length && log[end] != SEPARATOR) {
        end++;
      }
      if (log[end - 1] != '\n') {
        draft.stop(Code.TRUNCATED, place, "the record is not ended by LF");
        return records;
      }
      if (records.size() == LogDraft.MAX_EVENTS) {
        draft.stop(Code.LIMIT_EXCEEDED, place, "too many records");
        return records;
      }
      try {
        JsonNode record = StrictJson.parse(Arrays.copyOfRange(log, at + 1, end));
        if (!record.path("content_type").asText().equals("systemd") || record.has("recnum")) {
          draft.stop(Code.MALFORMED, place, "the record is none of systemd");
          return records;
        }
        records.add(CelJson.record(record, place, records.size()));
      } catch (JsonFormatException | CelFormatException e) {
        draft.stop(Code.MALFORMED, place, String.valueOf(e.getMessage()));
        return records;
      }
      at = end;
    }
    return records;
  }
}
