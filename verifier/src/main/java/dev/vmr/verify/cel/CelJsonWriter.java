package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Writes the JSON encoding, one record a line. */
public final class CelJsonWriter {
  /** State transitions by number. */
  static final List<String> STATES = List.of("suspend", "hibernate", "kexec");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CelJsonWriter() {}

  /**
   * Writes a log.
   *
   * @throws CelCannotCarryException when a record holds something that this encoding has no place
   *     for
   */
  public static byte[] write(List<CelRecord> records) throws CelCannotCarryException {
    StringBuilder out = new StringBuilder("[");
    String before = "\n";
    for (CelRecord record : records) {
      out.append(before).append(record(record));
      before = ",\n";
    }
    return out.append("\n]\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode record(CelRecord record) throws CelCannotCarryException {
    ObjectNode node = NODES.objectNode().put("recnum", record.number());
    CelIndex index = record.index();
    if (index.kind() == CelIndex.Kind.CC && index.value() > 0) {
      node.put("rtmr", index.value() - 1);
    } else {
      node.put(index.kind().text(), index.value());
    }
    ArrayNode digests = node.putArray("digests");
    for (CelDigest digest : record.digests()) {
      String name =
          HashAlgorithm.ofTcgId(digest.algorithm())
              .map(HashAlgorithm::kernelName)
              .orElse(String.format(Locale.ROOT, "0x%04X", digest.algorithm()));
      digests.addObject().put("hashAlg", name).put("digest", digest.value().hex());
    }
    content(record, node);
    return node;
  }

  private static void content(CelRecord record, ObjectNode node) throws CelCannotCarryException {
    CelContent content = record.content();
    if (content instanceof CelContent.Management management) {
      management(management, node.put("content_type", "cel").putObject("content"));
    } else if (content instanceof CelContent.PcClient event) {
      ObjectNode fields = node.put("content_type", "pcclient_std").putObject("content");
      String name = BootEvents.name(event.eventType());
      if (name.startsWith("EV_")) {
        fields.put("event_type", name);
      } else {
        fields.put("event_type", event.eventType());
      }
      fields.put("event_data", event.data().hex());
    } else if (content instanceof CelContent.ImaTemplate entry) {
      node.put("content_type", "ima_template")
          .putObject("content")
          .put("template_name", entry.name())
          .put("template_data", entry.data().hex());
    } else if (content instanceof CelContent.ImaTlv entry) {
      node.put("content_type", "ima_tlv").put("content", entry.data().hex());
    } else if (content instanceof CelContent.Systemd event) {
      node.put("content_type", "systemd").set("content", systemd(event));
    } else if (content instanceof CelContent.Application event) {
      application(event, node.put("content_type", "tss2").putObject("content"));
    } else if (content instanceof CelContent.Unnamed) {
      throw new CelCannotCarryException(record, "an event whose type was not written");
    } else {
      throw new CelCannotCarryException(
          record, "content of type " + content.type() + " has no name in JSON");
    }
  }

  private static void application(CelContent.Application event, ObjectNode node) {
    node.put("data", event.data().hex());
    try {
      if (!event.note().isEmpty()) {
        node.set("event", StrictJson.parse(event.note()));
      }
    } catch (JsonFormatException e) {
      throw new IllegalStateException("the note was JSON when it was read", e);
    }
  }

  /** The object itself where that is the same text again, else its bytes. */
  private static JsonNode systemd(CelContent.Systemd event) {
    String text = new String(event.json().toByteArray(), StandardCharsets.UTF_8);
    try {
      JsonNode node = StrictJson.parse(text);
      if (node.isObject() && node.toString().equals(text)) {
        return node;
      }
    } catch (JsonFormatException e) {
      return NODES.textNode(event.json().hex());
    }
    return NODES.textNode(event.json().hex());
  }

  private static void management(CelContent.Management content, ObjectNode node) {
    if (content.kind() == CelContent.Management.VERSION) {
      node.put("type", "cel_version")
          .putObject("data")
          .put("major", content.first())
          .put("minor", content.second());
    } else if (content.kind() == CelContent.Management.FIRMWARE_END) {
      node.put("type", "firmware_end");
    } else if (content.kind() == CelContent.Management.TIMESTAMP) {
      node.put("type", "cel_timestamp").put("data", content.first());
    } else {
      node.put("type", "state_trans").put("data", STATES.get((int) content.first()));
    }
  }
}
