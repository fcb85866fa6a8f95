package dev.vmr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import java.io.IOException;
import java.util.Map;

/** A measurement log as one JSON object (docs/logs.md, section 11), written as it goes. */
final class MeasurementLogJson {
  private MeasurementLogJson() {}

  static void write(MeasurementLog log, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", log.kind().text());
    json.writeBooleanField("complete", log.complete());
    json.writeObjectFieldStart("registers");
    for (RegisterName name : log.replayed().keySet()) {
      json.writeObjectFieldStart(name.text());
      for (Digest value : log.replayed().getOrDefault(name, Map.of()).values()) {
        json.writeStringField(value.algorithm().kernelName(), value.hex());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    values(log.claimedStarts(), "claimed_starts", json);
    values(log.claimedRegisters(), "claimed_registers", json);
    json.writeArrayFieldStart("events");
    for (int i = 0; i < log.events().size(); i++) {
      event(i, log.events().get(i), json);
    }
    json.writeEndArray();
    findings(log, json);
    json.writeEndObject();
  }

  private static void values(Map<RegisterName, Digest> values, String field, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<RegisterName, Digest> each : values.entrySet()) {
      json.writeStringField(each.getKey().text(), each.getValue().toString());
    }
    json.writeEndObject();
  }

  private static void event(int number, LoggedEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", number);
    json.writeNumberField(event.place().unit().text(), event.place().value());
    json.writeStringField("register", event.register().map(RegisterName::text).orElse(null));
    json.writeStringField("type", event.claimedType());
    json.writeBooleanField("extended", event.extended());
    json.writeArrayFieldStart("digests");
    for (Digest digest : event.digests()) {
      json.writeStartObject();
      json.writeStringField("alg", digest.algorithm().kernelName());
      json.writeStringField("digest", digest.hex());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("coverage", event.coverage().text());
    json.writeStringField("measured", event.measuredPart());
    EventContent content = event.claimedContent();
    json.writeStringField("form", content.form().text());
    json.writeStringField("text", content.text());
    json.writeFieldName("data");
    json.writePOJO(content.fields());
    json.writeEndObject();
  }

  private static void findings(MeasurementLog log, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("findings");
    for (EventFinding finding : log.findings()) {
      json.writeStartObject();
      json.writeStringField("code", finding.code().text());
      json.writeStringField("severity", finding.severity().text());
      json.writeNumberField(finding.place().unit().text(), finding.place().value());
      json.writeStringField("text", finding.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("finding_count", log.findingCount());
  }
}
