package dev.vmr.verify.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one large JSON text from outside, value by value, as strictly as {@link StrictJson}. After
 * a failure {@link #line} and {@link #column} say where it was.
 */
public final class JsonReader implements AutoCloseable {
  /** The largest text in characters. */
  public static final long MAX_SIZE = 256L << 20;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_SIZE)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(20)
                  .maxNameLength(MAX_STRING)
                  .maxStringLength(MAX_STRING)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private @Nullable JsonToken token;
  private @Nullable JsonLocation failed;

  /** A reader of a text in UTF-8. */
  public JsonReader(InputStream in) throws IOException {
    // From characters: from bytes, Jackson would guess the encoding.
    parser = FACTORY.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  /** The line of what was read last, from 1. */
  public long line() {
    return location().getLineNr();
  }

  /** The column of what was read last, from 1. */
  public long column() {
    return location().getColumnNr();
  }

  private JsonLocation location() {
    return failed != null ? failed : parser.currentTokenLocation();
  }

  /** Something is wrong with what was read last. */
  public JsonFormatException failure(String reason) {
    return new JsonFormatException(-1, reason);
  }

  private @Nullable JsonToken advance() throws JsonFormatException, IOException {
    try {
      token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        parser.getTextLength(); // strings are read when they are asked for
      }
      return token;
    } catch (JsonProcessingException e) {
      failed = e.getLocation();
      throw new JsonFormatException(-1, StrictJson.reason(e));
    } catch (CharacterCodingException | CharConversionException e) {
      throw new JsonFormatException(-1, "behind this place it is not UTF-8");
    }
  }

  /** An object begins. */
  public void beginObject() throws JsonFormatException, IOException {
    if (advance() != JsonToken.START_OBJECT) {
      throw failure("here an object must stand");
    }
  }

  /** The next name of the object; null at its end. */
  public @Nullable String nextName() throws JsonFormatException, IOException {
    JsonToken next = advance();
    return next == JsonToken.FIELD_NAME ? parser.currentName() : null;
  }

  /** An array begins. */
  public void beginArray() throws JsonFormatException, IOException {
    if (advance() != JsonToken.START_ARRAY) {
      throw failure("here an array must stand");
    }
  }

  /** The next string of an array; null at its end. */
  public @Nullable String nextString() throws JsonFormatException, IOException {
    JsonToken next = advance();
    if (next == JsonToken.END_ARRAY) {
      return null;
    }
    if (next != JsonToken.VALUE_STRING) {
      throw failure("here a string must stand");
    }
    return parser.getText();
  }

  /** The next number of an array, not negative and without fraction; empty at its end. */
  public Optional<Long> nextNumber() throws JsonFormatException, IOException {
    return advance() == JsonToken.END_ARRAY ? Optional.empty() : Optional.of(thisNumber());
  }

  /** The next object of an array, which then begins; false at the array's end. */
  public boolean nextObject() throws JsonFormatException, IOException {
    JsonToken next = advance();
    if (next != JsonToken.START_OBJECT && next != JsonToken.END_ARRAY) {
      throw failure("here an object must stand");
    }
    return next == JsonToken.START_OBJECT;
  }

  /** A string. */
  public String string() throws JsonFormatException, IOException {
    if (advance() != JsonToken.VALUE_STRING) {
      throw failure("here a string must stand");
    }
    return parser.getText();
  }

  /** A number without fraction, not negative. */
  public long number() throws JsonFormatException, IOException {
    advance();
    return thisNumber();
  }

  private long thisNumber() throws JsonFormatException, IOException {
    if (token != JsonToken.VALUE_NUMBER_INT || !parser.getText().matches("[0-9]{1,18}")) {
      throw failure("here a number must stand, not negative and without fraction");
    }
    return Long.parseLong(parser.getText());
  }

  /** Whether null stands here; anything else is read over. */
  public boolean isNull() throws JsonFormatException, IOException {
    JsonToken next = advance();
    if (next == JsonToken.VALUE_NULL) {
      return true;
    }
    skipRest();
    return false;
  }

  /** Reads over a value of any kind. */
  public void skip() throws JsonFormatException, IOException {
    advance();
    skipRest();
  }

  private void skipRest() throws JsonFormatException, IOException {
    int depth = 0;
    while (true) {
      if (token == null) {
        throw failure("the text ends inside a value");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth <= 0) {
        return;
      }
      advance();
    }
  }

  /** The text ends here. */
  public void end() throws JsonFormatException, IOException {
    if (advance() != null) {
      throw failure(StrictJson.TRAILING);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
