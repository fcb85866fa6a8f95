package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The JSON encoding: an array of objects (docs/logs.md, section 5.2). */
public final class CelJson {
  private static final String RTMR = "rtmr";
  private static final Set<String> FIELDS =
      Set.of(
          "recnum",
          "pcr",
          "nv_index",
          "ccmr",
          RTMR,
          "mapped_pcr",
          "digests",
          "content_type",
          "content");

  private CelJson() {}

  /** Whether a value is a log of this encoding. */
  public static boolean recognises(JsonNode value) {
    JsonNode first = value.path(0);
    return first.isObject() && first.has("digests") && first.has("content_type");
  }

  /**
   * Reads records into a list, which keeps those before an error.
   *
   * @throws CelFormatException with the record at which the log cannot be read any further
   */
  static void read(byte[] log, List<CelRecord> records) throws CelFormatException {
    JsonNode array;
    try {
      array = StrictJson.parse(log);
    } catch (JsonFormatException e) {
      throw CelFormatException.malformed(
          LogPlace.offset(Math.max(0, e.offset())), String.valueOf(e.getMessage()));
    }
    read(array, records);
  }

  static void read(JsonNode array, List<CelRecord> records) throws CelFormatException {
    if (!array.isArray()) {
      throw CelFormatException.malformed(LogPlace.offset(0), "a log is an array of records");
    }
    for (JsonNode record : array) {
      LogPlace place = LogPlace.record(records.size() + 1L);
      records.add(record(record, place, number(record, "recnum", Long.MAX_VALUE, place)));
    }
  }

  /**
   * One record.
   *
   * @param number of the record, which systemd leaves out
   */
  public static CelRecord record(JsonNode record, LogPlace place, long number)
      throws CelFormatException {
    for (Iterator<String> names = record.fieldNames(); names.hasNext(); ) {
      if (!FIELDS.contains(names.next())) {
        throw CelFormatException.malformed(place, "a record has a field that is not known");
      }
    }
    try {
      return new CelRecord(
          place, number, index(record, place), digests(record, place), content(record, place));
    } catch (IllegalArgumentException e) {
      throw CelFormatException.malformed(place, String.valueOf(e.getMessage()));
    }
  }

  private static long number(JsonNode parent, String name, long max, LogPlace place)
      throws CelFormatException {
    JsonNode node = parent.path(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      throw CelFormatException.malformed(place, name + " is a number from 0");
    }
    if (node.asLong() > max) {
      throw CelFormatException.malformed(place, name + " is at most " + max);
    }
    return node.asLong();
  }

  private static CelIndex index(JsonNode record, LogPlace place) throws CelFormatException {
    List<CelIndex> found = new ArrayList<>();
    for (CelIndex.Kind kind : CelIndex.Kind.values()) {
      if (record.has(kind.text())) {
        found.add(new CelIndex(kind, number(record, kind.text(), Long.MAX_VALUE, place)));
      }
    }
    if (record.has(RTMR)) {
      found.add(new CelIndex(CelIndex.Kind.CC, number(record, RTMR, 3, place) + 1));
    }
    if (found.size() != 1) {
      throw CelFormatException.malformed(place, "a record has one of pcr, nv_index, rtmr, ccmr");
    }
    return found.get(0);
  }

  private static List<CelDigest> digests(JsonNode record, LogPlace place)
      throws CelFormatException {
    JsonNode array = record.path("digests");
    if (!array.isArray() || array.size() > CelRecord.MAX_DIGESTS) {
      throw CelFormatException.malformed(place, "digests is an array of at most 16");
    }
    List<CelDigest> digests = new ArrayList<>();
    for (JsonNode digest : array) {
      if (digest.size() != 2 || !digest.path("hashAlg").isTextual()) {
        throw CelFormatException.malformed(place, "a digest has hashAlg and digest");
      }
      int id = algorithm(digest.path("hashAlg").asText(), place);
      digests.add(new CelDigest(id, hex(digest.path("digest"), place)));
    }
    return digests;
  }

  /** An algorithm's name, or its number with four digits. */
  private static int algorithm(String name, LogPlace place) throws CelFormatException {
    if (name.matches("0x[0-9A-Fa-f]{4}")) {
      return Integer.parseInt(name.substring(2), 16);
    }
    String known = name.equals("sm3_256") ? "sm3" : name.replace('_', '-');
    return HashAlgorithm.ofKernelName(known)
        .map(HashAlgorithm::tcgId)
        .orElseThrow(() -> CelFormatException.malformed(place, "hashAlg is not known"));
  }

  static Bytes hex(JsonNode node, LogPlace place) throws CelFormatException {
    try {
      if (node.isTextual()) {
        return Bytes.of(HexFormat.of().parseHex(node.asText()));
      }
    } catch (IllegalArgumentException e) {
      throw CelFormatException.malformed(place, "bytes are written in hex");
    }
    throw CelFormatException.malformed(place, "bytes are written in hex");
  }

  private static CelContent content(JsonNode record, LogPlace place) throws CelFormatException {
    JsonNode content = record.path("content");
    switch (record.path("content_type").asText()) {
      case "cel":
        return management(content, place);
      case "pcclient_std":
        return new CelContent.PcClient(
            eventType(content.path("event_type"), place), hex(data(content), place));
      case "ima_template":
        if (!content.path("template_name").isTextual()) {
          throw CelFormatException.malformed(place, "an entry has a template");
        }
        return new CelContent.ImaTemplate(
            content.path("template_name").asText(), hex(content.path("template_data"), place));
      case "ima_tlv":
        return new CelContent.ImaTlv(hex(content, place));
      case "systemd":
        return new CelContent.Systemd(
            content.isObject()
                ? Bytes.of(content.toString().getBytes(StandardCharsets.UTF_8))
                : hex(content, place));
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
              number(data, "major", 0xFFFF, place),
              number(data, "minor", 0xFFFF, place));
      case "firmware_end" -> new CelContent.Management(CelContent.Management.FIRMWARE_END, 0, 0);
      case "cel_timestamp" ->
          new CelContent.Management(
              CelContent.Management.TIMESTAMP, number(content, "data", Long.MAX_VALUE, place), 0);
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
