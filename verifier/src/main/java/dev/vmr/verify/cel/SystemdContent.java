package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.cel.CelDescription.Measured;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.PlainContent;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What systemd says of its measurements (docs/logs.md, section 6). */
final class SystemdContent {
  private SystemdContent() {}

  static EventContent decode(byte[] data) {
    JsonNode content;
    try {
      content = StrictJson.parse(data);
    } catch (JsonFormatException e) {
      return PlainContent.invalid(String.valueOf(e.getMessage()));
    }
    if (!content.isObject()) {
      return PlainContent.invalid("the content is no object");
    }
    ImmutableMap.Builder<String, Object> fields = ImmutableMap.builder();
    fields.put("is", "systemd");
    for (String name : List.of("eventType", "string", "bootId", "nvIndexName")) {
      if (content.path(name).isTextual()) {
        fields.put(name, content.path(name).asText());
      }
    }
    if (content.path("timestamp").canConvertToLong()) {
      fields.put("timestamp", content.path("timestamp").asLong());
    }
    String type = content.path("eventType").asText("");
    String string = content.path("string").asText("");
    return PlainContent.decoded(Texts.line((type + " " + string).strip()), fields.buildOrThrow());
  }

  /** The string, unless what was measured is a secret. */
  static List<Measured> measured(Bytes json) {
    try {
      JsonNode string = StrictJson.parse(json.toByteArray()).path("string");
      if (string.isTextual()) {
        byte[] bytes = string.asText().getBytes(StandardCharsets.UTF_8);
        return List.of(new Measured("string", Bytes.of(bytes)));
      }
    } catch (JsonFormatException e) {
      return List.of();
    }
    return List.of();
  }
}
