package dev.vmr.verify.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.quote.tpm.TpmQuotes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Logs that lie in the file of a quote (docs/quotes.md, section 1.2). */
public final class EnclosedLogs {
  private EnclosedLogs() {}

  /**
   * The logs by the names that the file has for them, in its order; none when it is a quote and
   * nothing else, or nothing that is known here.
   */
  public static Map<String, byte[]> of(byte[] file) {
    if (file.length > Quotes.MAX_SIZE) {
      return Map.of();
    }
    if (!JsonQuotes.recognises(file)) {
      return TpmQuotes.enclosedLogs(TextForms.decode(file));
    }
    ImmutableMap.Builder<String, byte[]> logs = ImmutableMap.builder();
    try {
      JsonNode json = StrictJson.parse(file);
      for (String name : new String[] {"event_log", "cc_eventlog", "aa_eventlog"}) {
        add(logs, name, json.path(name));
      }
      JsonNode info = json.path("tcb_info");
      String text = info.isObject() ? info.toString() : info.asText("");
      if (!json.has("event_log") && text.contains("\"event_log\"")) {
        logs.put("tcb_info", text.getBytes(StandardCharsets.UTF_8));
      }
      JsonNode raw = json.path("Log").path("Raw");
      if (isText(raw)) {
        logs.put("Log.Raw", Base64.getDecoder().decode(raw.asText()));
      }
    } catch (JsonFormatException | IllegalArgumentException e) {
      return Map.of(); // what is wrong with it is a finding of the quote's
    }
    return logs.buildOrThrow();
  }

  /** An empty list in a text is as good as no list. */
  private static boolean isText(JsonNode value) {
    return value.isTextual() && !value.asText().replaceAll("\\s", "").matches("|\\[]");
  }

  private static void add(ImmutableMap.Builder<String, byte[]> logs, String name, JsonNode value) {
    if (isText(value)) {
      logs.put(name, value.asText().getBytes(StandardCharsets.UTF_8));
    } else if (value.isArray() && !value.isEmpty()) {
      logs.put(name, value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
