package dev.vmr.verify.cmw;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborWriter;
import dev.vmr.verify.event.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A conceptual message wrapper, immutable (docs/evidence.md, section 1). */
public sealed interface Cmw {
  /** The largest wrapper in bytes, in either form. */
  int MAX_SIZE = 16 << 20;

  /** How deep collections may lie in each other. */
  int MAX_DEPTH = 8;

  /** How many entries a wrapper may have in all its collections. */
  int MAX_ENTRIES = 4096;

  /** The label under which a collection's own type stands. */
  String TYPE_LABEL = "__cmwc_t";

  /** The indicator of evidence. */
  long EVIDENCE = 4;

  /** The indicator of endorsements. */
  long ENDORSEMENTS = 2;

  /**
   * One message.
   *
   * @param type what it is
   * @param value the message, never empty
   * @param indicator which conceptual messages it holds, a bit for each; 0 when that is not said
   */
  record Single(ContentType type, Bytes value, long indicator) implements Cmw {
    private static final long MAX_INDICATOR = 0xFFFF_FFFFL;

    /** Checks the bounds. */
    public Single {
      if (value.size() == 0) {
        throw new IllegalArgumentException("a message is not empty");
      }
      if (indicator < 0 || indicator > MAX_INDICATOR) {
        throw new IllegalArgumentException("an indicator has 32 bits");
      }
    }
  }

  /**
   * A message that a CBOR tag stands for.
   *
   * @param format what it is
   * @param item the message: a data item, or a byte string that holds it
   */
  record Tagged(ContentType.ContentFormat format, CborItem item) implements Cmw {
    private static final long FIRST = 0x6374_0101L;
    private static final int DIGIT = 255;
    private static final int MAX_FORMAT = DIGIT * DIGIT - 1;

    /** Checks that there is a tag for the format. */
    public Tagged {
      if (format.number() > MAX_FORMAT) {
        throw new IllegalArgumentException("there are tags for Content-Formats up to 65024 only");
      }
    }

    /** The tag of the format (RFC 9277, appendix B). */
    long tag() {
      return FIRST + 256L * (format.number() / DIGIT) + format.number() % DIGIT;
    }

    /** The format that a tag stands for. */
    static Optional<ContentType.ContentFormat> format(long tag) {
      long high = (tag - FIRST) >> 8;
      long low = (tag - FIRST) & 0xFF;
      return tag < FIRST || high >= DIGIT || low >= DIGIT
          ? Optional.empty()
          : Optional.of(new ContentType.ContentFormat((int) (high * DIGIT + low)));
    }
  }

  /**
   * Several wrappers.
   *
   * @param type the collection's own type, a URI or an OID
   * @param entries by label; in the order of the encoded labels, whatever the order given
   */
  record Collection(Optional<String> type, ImmutableMap<Label, Cmw> entries) implements Cmw {
    private static final int MAX_TYPE = 255;
    private static final Pattern URI =
        Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?\\[\\]@!$&'()*+,;=%-]+");
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9][0-9]*))*");

    /** Sorts the entries. */
    public Collection {
      if (type.isPresent() && !isType(type.get())) {
        throw new IllegalArgumentException("the type of a collection is an absolute URI or OID");
      }
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("a collection has at least one entry");
      }
      entries = sorted(entries);
    }

    private static boolean isType(String type) {
      return type.length() <= MAX_TYPE
          && (URI.matcher(type).matches() || OID.matcher(type).matches());
    }

    private static ImmutableMap<Label, Cmw> sorted(Map<Label, Cmw> entries) {
      Map<Label, byte[]> keys = new LinkedHashMap<>();
      entries.keySet().forEach(label -> keys.put(label, CborWriter.encode(label.item())));
      List<Label> order = new ArrayList<>(entries.keySet());
      order.sort((a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
      ImmutableMap.Builder<Label, Cmw> all = ImmutableMap.builder();
      order.forEach(label -> all.put(label, entries.get(label)));
      return all.buildOrThrow();
    }

    /** The entry of a label that is a text. */
    public Optional<Cmw> get(String label) {
      return Optional.ofNullable(((Map<Label, Cmw>) entries).get(new Label.Text(label)));
    }
  }

  /** What an entry of a collection is called. */
  sealed interface Label {
    /** The label in CBOR. */
    CborItem item();

    /** A text, which is not the one that is reserved for the type. */
    record Text(String text) implements Label {
      /** The longest label in characters. */
      public static final int MAX_LENGTH = 255;

      /** Checks that it may be a label. */
      public Text {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.equals(TYPE_LABEL)) {
          throw new IllegalArgumentException("a label has 1 to 255 characters");
        }
        if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
          throw new IllegalArgumentException("half a character in a label");
        }
      }

      @Override
      public CborItem item() {
        return Cbor.text(text);
      }
    }

    /** A number; not in JSON. */
    record Ordinal(long number) implements Label {
      @Override
      public CborItem item() {
        return Cbor.integer(number);
      }
    }
  }
}
