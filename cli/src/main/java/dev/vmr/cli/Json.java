package dev.vmr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.SyncPoint;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import dev.vmr.verify.ListEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** What commands print for programs. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always written", e);
    }
  }

  /** Writes one value to {@code out}, which stays open. */
  static JsonGenerator generator(Writer out) throws IOException {
    return MAPPER
        .createGenerator(out)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .useDefaultPrettyPrinter();
  }

  /** {@code alg value records syncs virtual} of a replayed log. */
  static ObjectNode log(ReplayedLog log) {
    ObjectNode node = object();
    node.put("alg", log.value().algorithm().kernelName());
    node.put("value", log.value().hex());
    node.put("records", log.records());
    ArrayNode syncs = node.putArray("syncs");
    for (SyncPoint sync : log.syncs()) {
      syncs
          .addObject()
          .put("line", sync.line())
          .put("value", sync.claimedValue().hex())
          .put("explained", sync.explained());
    }
    ObjectNode virtual = node.putObject("virtual");
    log.registers().forEach((name, value) -> virtual.set(name.text(), register(value)));
    return node;
  }

  private static ObjectNode register(VirtualRegister register) {
    ObjectNode node = object();
    ObjectNode banks = node.putObject("banks");
    register.banks().forEach((algorithm, value) -> banks.put(algorithm.kernelName(), value.hex()));
    return node.put("extends", register.extensions())
        .put("resets", register.resets())
        .put("locked", register.locked());
  }

  static void findings(ArrayNode array, List<Finding> findings) {
    findings.forEach(finding -> array.add(finding(finding)));
  }

  /** {@code code severity line text}, and {@code entry path digest} if it is about an entry. */
  private static ObjectNode finding(Finding finding) {
    ObjectNode node = object();
    node.put("code", finding.code())
        .put("severity", finding.severity().text())
        .put("line", finding.line())
        .put("text", finding.text());
    ListEntry entry = finding.entry();
    if (entry != null) {
      node.put("entry", entry.number())
          .put("path", entry.claimedPath())
          .put("digest", entry.claimedDigest());
    }
    return node;
  }

  /** The same, where it is the next value. */
  static void finding(JsonGenerator json, Finding finding) {
    try {
      json.writeTree(finding(finding));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
