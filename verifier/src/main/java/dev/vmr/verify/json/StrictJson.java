package dev.vmr.verify.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON from outside (docs/logs.md, section 1). */
public final class StrictJson {
  /** The largest text in bytes. */
  public static final int MAX_SIZE = 16 << 20;

  /** How deep arrays and objects may lie in each other. */
  public static final int MAX_DEPTH = 64;

  /** How many tokens a text may have: values, names, and the ends of arrays and objects. */
  public static final int MAX_TOKENS = 1_000_000;

  private static final int MAX_NUMBER = 64;
  private static final int MAX_NAME = 1024;

  /** Where a text of one value ends. */
  static final String TRAILING = "there is something behind the value";

  private static final ObjectReader READER = reader();

  private StrictJson() {}

  private static ObjectReader reader() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_SIZE)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .maxStringLength(MAX_SIZE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from outside: none is kept beyond the text that it stands in.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build()
        .reader();
  }

  /**
   * The one value of a text in UTF-8.
   *
   * @throws JsonFormatException when it is not one value, or is beyond a limit
   */
  public static JsonNode parse(byte[] text) throws JsonFormatException {
    if (text.length > MAX_SIZE) {
      throw new JsonFormatException(MAX_SIZE, "JSON has at most 16 MiB here");
    }
    // From characters: from bytes, Jackson would guess the encoding.
    try (JsonParser parser = READER.createParser(utf8(text))) {
      JsonNode value = READER.readTree(parser);
      if (value == null || value.isMissingNode()) {
        throw new JsonFormatException(0, "there is no value");
      }
      if (parser.nextToken() != null) {
        throw new JsonFormatException(parser.currentTokenLocation().getCharOffset(), TRAILING);
      }
      return value;
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
      throw new JsonFormatException(offset, reason(e));
    } catch (NumberFormatException e) { // of an exponent that no number here has
      throw new JsonFormatException(-1, "a number is too large");
    } catch (IOException e) {
      throw new JsonFormatException(-1, "it cannot be read");
    }
  }

  /**
   * The one value of a text.
   *
   * @throws JsonFormatException when it is not one value, or is beyond a limit
   */
  public static JsonNode parse(String text) throws JsonFormatException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String utf8(byte[] text) throws JsonFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonFormatException(-1, "it is not UTF-8");
    }
  }

  /** Jackson's words without what it repeats of the text, which may hold anything. */
  static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "a name stands twice in an object";
    }
    if (e instanceof com.fasterxml.jackson.core.exc.StreamConstraintsException) {
      return "too large: " + printable(message);
    }
    if (e instanceof com.fasterxml.jackson.core.io.JsonEOFException) {
      return "the text ends inside a value";
    }
    return "it is not JSON";
  }

  private static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars().limit(200).forEach(c -> safe.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return safe.toString();
  }
}
