package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
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
          "content",
          "type",
          "sub_event");

  private CelJson() {}

  /** Whether a value is a log of this encoding. */
  public static boolean recognises(JsonNode value) {
    JsonNode first = value.path(0);
    return first.isObject()
        && first.has("digests")
        && (first.has("content_type") || first.has("sub_event"));
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
          place,
          number,
          index(record, place),
          digests(record, place),
          CelJsonContent.of(record, place));
    } catch (IllegalArgumentException e) {
      throw CelFormatException.malformed(place, String.valueOf(e.getMessage()));
    }
  }

  static long number(JsonNode parent, String name, long max, LogPlace place)
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

  /** An algorithm's name in small letters or in capitals, or its number with four digits. */
  private static int algorithm(String name, LogPlace place) throws CelFormatException {
    if (name.matches("0x[0-9A-Fa-f]{4}")) {
      return Integer.parseInt(name.substring(2), 16);
    }
    boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
    String small = capitals ? name.toLowerCase(Locale.ROOT) : name;
    String known = small.equals("sm3_256") ? "sm3" : small.replace('_', '-');
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
}
