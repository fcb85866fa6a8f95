package dev.vmr.verify.dstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.Digest;
import dev.vmr.register.DigestFormatException;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.bootlog.BootEvents;
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
import java.util.HexFormat;
import java.util.List;

/** Reads and replays the event list that comes with a quote, a report or a {@code tcb_info}. */
public final class DstackLogs {
  private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;
  private static final int RTMRS = 4;

  private final LogDraft draft = new LogDraft();
  private final BootEvents bootEvents = new BootEvents();
  private long record;

  private DstackLogs() {}

  /** Whether a value is an event list, or holds one. */
  public static boolean recognises(JsonNode value) {
    JsonNode first = value.path(0);
    return value.isObject()
        ? value.has("event_log") || value.has("tcb_info")
        : first.has("imr") && first.has("event_type");
  }

  /** Reads a log. */
  public static MeasurementLog read(JsonNode value) {
    DstackLogs logs = new DstackLogs();
    try {
      logs.readAny(value);
    } catch (JsonFormatException e) {
      logs.draft.stop(Code.MALFORMED, logs.place(), String.valueOf(e.getMessage()));
    }
    return logs.draft.finish(LogKind.DSTACK);
  }

  private LogPlace place() {
    return LogPlace.record(record + 1);
  }

  private void readAny(JsonNode value) throws JsonFormatException {
    if (value.isArray()) {
      for (JsonNode event : value) {
        if (!add(event)) {
          return;
        }
        record++;
      }
      return;
    }
    JsonNode info = inner(value, "tcb_info");
    JsonNode source = info.isObject() ? info : value;
    for (int i = 0; i < RTMRS; i++) {
      stated(source, Registers.rtmr(i));
    }
    JsonNode list = inner(source, "event_log");
    if (!list.isArray()) {
      throw new JsonFormatException(-1, "event_log is a list of events");
    }
    readAny(list);
  }

  /** A field that is a value, or a text that holds one. */
  private static JsonNode inner(JsonNode value, String name) throws JsonFormatException {
    JsonNode field = value.path(name);
    return field.isTextual() ? StrictJson.parse(field.asText()) : field;
  }

  private void stated(JsonNode source, RegisterName name) throws JsonFormatException {
    JsonNode value = source.path(name.text());
    if (value.isTextual()) {
      try {
        draft.claimedRegister(name, Digest.parseHex(SHA384, value.asText()));
      } catch (DigestFormatException e) {
        throw new JsonFormatException(-1, name + ": " + e.getMessage());
      }
    }
  }

  private boolean add(JsonNode event) throws JsonFormatException {
    JsonNode imr = event.path("imr");
    JsonNode type = event.path("event_type");
    JsonNode name = event.path("event");
    boolean typed = type.canConvertToLong() && type.asLong() >>> 32 == 0;
    if (!imr.isInt() || imr.asInt() < 0 || imr.asInt() >= RTMRS) {
      throw new JsonFormatException(-1, "imr is a number from 0 to 3");
    }
    if (!type.isIntegralNumber() || !typed || !name.isTextual()) {
      throw new JsonFormatException(-1, "an event has a type, which is a number, and a name");
    }
    byte[] payload = hex(event.path("event_payload"));
    String digest = event.path("digest").asText("");
    boolean own = type.asLong() == DstackEvent.TYPE;
    RegisterName register = Registers.rtmr(imr.asInt());
    if (own) {
      return DstackReplay.add(
          draft,
          new EventDraft(place(), name.asText()),
          register,
          new DstackEvent(name.asText(), Bytes.of(payload)),
          digest.isEmpty() ? null : parse(digest),
          0);
    }
    Digest by = parse(digest);
    EventDraft draftEvent =
        new EventDraft(place(), BootEvents.name(type.asLong()))
            .data(payload, 0, payload.length, BootEvents.decoder(type.asLong()))
            .extend(register, List.of(by));
    if (payload.length > 0) { // dstack may leave out what firmware has logged
      bootEvents.check(draftEvent, List.of(by), payload, type.asLong(), draft);
    }
    return draft.add(draftEvent);
  }

  private static Digest parse(String hex) throws JsonFormatException {
    try {
      return Digest.parseHex(SHA384, hex);
    } catch (DigestFormatException e) {
      throw new JsonFormatException(-1, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] hex(JsonNode node) throws JsonFormatException {
    try {
      return HexFormat.of().parseHex(node.asText(""));
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException(-1, "event_payload is written in hex");
    }
  }
}
