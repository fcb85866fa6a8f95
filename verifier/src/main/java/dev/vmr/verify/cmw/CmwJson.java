package dev.vmr.verify.cmw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.cbor.CborWriter;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The JSON form (docs/evidence.md, section 1). */
public final class CmwJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private int entries;

  private CmwJson() {}

  /**
   * The wrapper that a text is.
   *
   * @throws CmwFormatException with place and reason when it is not the one spelling of one
   */
  public static Cmw parse(byte[] text) throws CmwFormatException {
    if (text.length > Cmw.MAX_SIZE) {
      throw new CmwFormatException("a wrapper has at most 16 MiB");
    }
    Cmw wrapper;
    try {
      wrapper = new CmwJson().wrapper(StrictJson.parse(text), "the wrapper", 1);
    } catch (JsonFormatException e) {
      throw new CmwFormatException(String.valueOf(e.getMessage()));
    }
    int differs = Arrays.mismatch(format(wrapper), text);
    if (differs >= 0) {
      throw new CmwFormatException("offset " + differs + ": a wrapper is not spelled like this");
    }
    return wrapper;
  }

  private Cmw wrapper(JsonNode node, String place, int depth) throws CmwFormatException {
    try {
      if (node.isObject()) {
        return collection(node, place, depth);
      }
      boolean sized = node.isArray() && node.size() >= 2 && node.size() <= 3;
      if (!sized || !node.get(0).isTextual() || !node.get(1).isTextual()) {
        throw new CmwFormatException(place + ": neither a record nor a collection");
      }
      ContentType type = new ContentType.MediaType(node.get(0).textValue());
      byte[] value = Base64.getUrlDecoder().decode(node.get(1).textValue());
      return new Cmw.Single(type, Bytes.of(value), node.size() < 3 ? 0 : bits(node.get(2), place));
    } catch (IllegalArgumentException e) {
      throw new CmwFormatException(place + ": " + e.getMessage());
    }
  }

  private static long bits(JsonNode node, String place) throws CmwFormatException {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() == 0) {
      throw new CmwFormatException(place + ": an indicator is a number, and not 0");
    }
    return node.longValue();
  }

  private Cmw collection(JsonNode node, String place, int depth) throws CmwFormatException {
    if (depth > Cmw.MAX_DEPTH) {
      throw new CmwFormatException(place + ": collections deeper than " + Cmw.MAX_DEPTH);
    }
    Optional<String> type = Optional.empty();
    ImmutableMap.Builder<Cmw.Label, Cmw> wrappers = ImmutableMap.builder();
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = i.next();
      if (++entries > Cmw.MAX_ENTRIES) {
        throw new CmwFormatException(place + ": more than " + Cmw.MAX_ENTRIES + " entries");
      }
      if (!entry.getKey().equals(Cmw.TYPE_LABEL)) {
        wrappers.put(
            new Cmw.Label.Text(entry.getKey()),
            wrapper(entry.getValue(), "entry " + entries, depth + 1));
      } else if (entry.getValue().isTextual()) {
        type = Optional.of(entry.getValue().textValue());
      } else {
        throw new CmwFormatException(place + ": the type of a collection is a text");
      }
    }
    return new Cmw.Collection(type, wrappers.buildOrThrow());
  }

  /**
   * The one spelling of a wrapper.
   *
   * @throws IllegalArgumentException when it holds what JSON has no form for: a tag, a
   *     Content-Format, a label that is a number
   */
  public static byte[] format(Cmw wrapper) {
    return (node(wrapper).toString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode node(Cmw wrapper) {
    if (wrapper instanceof Cmw.Single single
        && single.type() instanceof ContentType.MediaType media) {
      ArrayNode parts = NODES.arrayNode().add(media.text());
      parts.add(
          Base64.getUrlEncoder().withoutPadding().encodeToString(single.value().toByteArray()));
      return single.indicator() == 0 ? parts : parts.add(single.indicator());
    }
    if (wrapper instanceof Cmw.Collection collection) {
      return object(collection);
    }
    throw new IllegalArgumentException("neither tags nor Content-Formats are in JSON");
  }

  private static ObjectNode object(Cmw.Collection collection) {
    ObjectNode object = NODES.objectNode();
    Optional<String> type = collection.type();
    for (Map.Entry<Cmw.Label, Cmw> entry : collection.entries().entrySet()) {
      if (!(entry.getKey() instanceof Cmw.Label.Text label)) {
        throw new IllegalArgumentException("labels are texts in JSON");
      }
      if (type.isPresent() && isBehindType(label)) {
        object.put(Cmw.TYPE_LABEL, type.get());
        type = Optional.empty();
      }
      object.set(label.text(), node(entry.getValue()));
    }
    type.ifPresent(text -> object.put(Cmw.TYPE_LABEL, text));
    return object;
  }

  private static boolean isBehindType(Cmw.Label.Text label) {
    byte[] type = CborWriter.encode(Cbor.text(Cmw.TYPE_LABEL));
    return Arrays.compareUnsigned(CborWriter.encode(label.item()), type) > 0;
  }
}
