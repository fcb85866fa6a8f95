package dev.vmr.verify.cmw;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborItem.Kind;
import dev.vmr.verify.cbor.CborLimits;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.cbor.CborWriter;
import dev.vmr.verify.event.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The CBOR form (docs/evidence.md, section 1). */
public final class CmwCbor {
  private static final int MAX_FORMAT = 0xFFFF;

  private int entries;

  private CmwCbor() {}

  /**
   * The wrapper that the bytes are.
   *
   * @throws CmwFormatException with offset and reason when they are not the one spelling of one
   */
  public static Cmw parse(byte[] bytes) throws CmwFormatException {
    if (bytes.length > Cmw.MAX_SIZE) {
      throw new CmwFormatException("a wrapper has at most 16 MiB");
    }
    CborReader reader =
        new CborReader(bytes, CborReader.Mode.DETERMINISTIC, new CborLimits(16, 1 << 15));
    try {
      CborItem item = reader.readItem();
      if (!reader.atEnd()) {
        throw new CborFormatException(reader.position(), "bytes follow the wrapper");
      }
      return new CmwCbor().wrapper(item, 1);
    } catch (CborFormatException e) {
      throw new CmwFormatException(String.valueOf(e.getMessage()));
    }
  }

  private Cmw wrapper(CborItem item, int depth) throws CborFormatException {
    try {
      if (item.is(Kind.MAP)) {
        return collection(item, depth);
      }
      if (item.is(Kind.TAG)) {
        Optional<ContentType.ContentFormat> format = Cmw.Tagged.format(item.asTag());
        return new Cmw.Tagged(
            format.orElseThrow(
                () -> new IllegalArgumentException("a tag that stands for no Content-Format")),
            item.tagged());
      }
      List<CborItem> parts = item.asArray();
      if (parts.size() < 2 || parts.size() > 3) {
        throw new CborFormatException(item.offset(), "a record has two or three elements");
      }
      return new Cmw.Single(
          type(parts.get(0)), Bytes.of(parts.get(1).asBytes()), parts.size() < 3 ? 0 : bits(parts));
    } catch (IllegalArgumentException e) {
      throw new CborFormatException(item.offset(), String.valueOf(e.getMessage()));
    }
  }

  private static ContentType type(CborItem item) throws CborFormatException {
    return item.is(Kind.INTEGER)
        ? new ContentType.ContentFormat(item.asInt(0, MAX_FORMAT))
        : new ContentType.MediaType(item.asText());
  }

  private static long bits(List<CborItem> parts) throws CborFormatException {
    long indicator = parts.get(2).asLong();
    if (indicator == 0) {
      throw new CborFormatException(parts.get(2).offset(), "an indicator is not 0");
    }
    return indicator;
  }

  private Cmw collection(CborItem item, int depth) throws CborFormatException {
    if (depth > Cmw.MAX_DEPTH) {
      throw new CborFormatException(item.offset(), "collections deeper than " + Cmw.MAX_DEPTH);
    }
    Optional<String> type = Optional.empty();
    ImmutableMap.Builder<Cmw.Label, Cmw> wrappers = ImmutableMap.builder();
    for (CborMap.Entry entry : item.asMap().entries()) {
      if (++entries > Cmw.MAX_ENTRIES) {
        throw new CborFormatException(item.offset(), "more than " + Cmw.MAX_ENTRIES + " entries");
      }
      if (entry.key().equals(Cbor.text(Cmw.TYPE_LABEL))) {
        type = Optional.of(entry.value().asText());
      } else {
        wrappers.put(label(entry.key()), wrapper(entry.value(), depth + 1));
      }
    }
    return new Cmw.Collection(type, wrappers.buildOrThrow());
  }

  private static Cmw.Label label(CborItem key) throws CborFormatException {
    return key.is(Kind.INTEGER)
        ? new Cmw.Label.Ordinal(key.asLong())
        : new Cmw.Label.Text(key.asText());
  }

  /** The one spelling of a wrapper. */
  public static byte[] format(Cmw wrapper) {
    return CborWriter.encode(item(wrapper));
  }

  private static CborItem item(Cmw wrapper) {
    if (wrapper instanceof Cmw.Tagged tagged) {
      return Cbor.tag(tagged.tag(), tagged.item());
    }
    if (wrapper instanceof Cmw.Single single) {
      List<CborItem> parts = new ArrayList<>();
      parts.add(
          single.type() instanceof ContentType.MediaType media
              ? Cbor.text(media.text())
              : Cbor.integer(((ContentType.ContentFormat) single.type()).number()));
      parts.add(Cbor.bytes(single.value().toByteArray()));
      if (single.indicator() != 0) {
        parts.add(Cbor.integer(single.indicator()));
      }
      return Cbor.array(parts);
    }
    Cmw.Collection collection = (Cmw.Collection) wrapper;
    List<CborMap.Entry> map = new ArrayList<>();
    collection
        .entries()
        .forEach((key, value) -> map.add(new CborMap.Entry(key.item(), item(value))));
    collection
        .type()
        .ifPresent(type -> map.add(new CborMap.Entry(Cbor.text(Cmw.TYPE_LABEL), Cbor.text(type))));
    return Cbor.map(map);
  }
}
