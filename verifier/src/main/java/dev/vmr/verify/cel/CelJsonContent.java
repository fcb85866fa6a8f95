package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogPlace;
import java.nio.charset.StandardCharsets;

/** What a record in JSON is about (docs/logs.md, section 5.2). */
final class CelJsonContent {
  private CelJsonContent() {}

  /** The content of a record. */
  static CelContent of(JsonNode record, LogPlace place) throws CelFormatException {
    JsonNode content = record.path("content");
    switch (record.path("content_type").asText()) {
      case "cel":
        return management(content, place);
      case "pcclient_std":
        return new CelContent.PcClient(
            eventType(content.path("event_type"), place), CelJson.hex(data(content), place));
      case "ima_template":
        if (!content.path("template_name").isTextual()) {
          throw CelFormatException.malformed(place, "an entry has a template");
        }
        return new CelContent.ImaTemplate(
            content.path("template_name").asText(),
            CelJson.hex(content.path("template_data"), place));
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

  /** {@code event_data}; older writers say {@code event_content}. */
  private static JsonNode data(JsonNode content) {
    return content.has("event_data") ? content.path("event_data") : content.path("event_content");
  }

  private static long eventType(JsonNode node, LogPlace place) throws CelFormatException {
    if (node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >>> 32 == 0) {
      return node.asLong();
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
