package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogPlace;
import java.nio.charset.StandardCharsets;

/** What a record in JSON is about (docs/logs.md, section 5.2). */
final class CelJsonContent {
  /** What the feature API writes for types that its version does not know. */
  private static final String UNNAMED = "Unknown event type";

  private CelJsonContent() {}

  /** The content of a record. */
  static CelContent of(JsonNode record, LogPlace place) throws CelFormatException {
    boolean older = record.has("type") || record.has("sub_event");
    if (older && (record.has("content_type") || record.has("content"))) {
      throw CelFormatException.malformed(place, "a record has one content");
    }
    JsonNode content = record.path(older ? "sub_event" : "content");
    String type = record.path(older ? "type" : "content_type").asText();
    if (older && !type.equals("tss2")) {
      throw CelFormatException.malformed(place, "the type of the sub_event is not known");
    }
    switch (type) {
      case "cel":
        return management(content, place);
      case "pcclient_std":
        return firmware(content, place);
      case "tss2":
        return new CelContent.Application(
            CelJson.hex(content.path("data"), place), content.path("event").toString());
      case "ima_template":
        if (!content.path("template_name").isTextual()) {
          throw CelFormatException.malformed(place, "an entry has a template");
        }
        return new CelContent.ImaTemplate(
            content.path("template_name").asText(),
            CelJson.hex(either(content, "template_data", "template_value"), place));
      case "ima_tlv":
        return new CelContent.ImaTlv(CelJson.hex(content, place));
      case "systemd":
        return new CelContent.Systemd(
            content.isObject()
                ? Bytes.of(content.toString().getBytes(StandardCharsets.UTF_8))
                : CelJson.hex(content, place));
      default:
        throw CelFormatException.malformed(place, "content_type is not known");
    }
  }

  private static CelContent firmware(JsonNode content, LogPlace place) throws CelFormatException {
    Bytes data = CelJson.hex(either(content, "event_data", "event_content"), place);
    JsonNode type = content.path("event_type");
    return type.asText().equals(UNNAMED)
        ? new CelContent.Unnamed(data)
        : new CelContent.PcClient(eventType(type, place), data);
  }

  /** A field that some writers call otherwise. */
  private static JsonNode either(JsonNode content, String name, String other) {
    return content.has(name) ? content.path(name) : content.path(other);
  }

  private static long eventType(JsonNode node, LogPlace place) throws CelFormatException {
    if (node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >>> 32 == 0) {
      return node.asLong();
    }
    if (node.isTextual() && node.asText().matches("0|[1-9][0-9]{0,9}")) {
      long number = Long.parseLong(node.asText());
      if (number >>> 32 == 0) {
        return number;
      }
    }
    return BootEvents.code(node.asText())
        .orElseThrow(() -> CelFormatException.malformed(place, "event_type is not known"));
  }

  private static CelContent management(JsonNode content, LogPlace place) throws CelFormatException {
    JsonNode data = content.path("data");
    return switch (content.path("type").asText()) {
      case "cel_version" ->
          new CelContent.Management(
              CelContent.Management.VERSION,
              CelJson.number(data, "major", 0xFFFF, place),
              CelJson.number(data, "minor", 0xFFFF, place));
      case "firmware_end" -> new CelContent.Management(CelContent.Management.FIRMWARE_END, 0, 0);
      case "cel_timestamp" ->
          new CelContent.Management(
              CelContent.Management.TIMESTAMP,
              CelJson.number(content, "data", Long.MAX_VALUE, place),
              0);
      case "state_trans" -> {
        int state = CelJsonWriter.STATES.indexOf(data.asText());
        if (state < 0) {
          throw CelFormatException.malformed(place, "the state is not known");
        }
        yield new CelContent.Management(CelContent.Management.STATE, state, 0);
      }
      default -> throw CelFormatException.malformed(place, "management of an unknown kind");
    };
  }
}
