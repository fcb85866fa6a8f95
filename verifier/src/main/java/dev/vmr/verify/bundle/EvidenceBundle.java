package dev.vmr.verify.bundle;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cmw.Cmw;
import dev.vmr.verify.cmw.CmwCbor;
import dev.vmr.verify.cmw.CmwFormatException;
import dev.vmr.verify.cmw.CmwJson;
import dev.vmr.verify.cmw.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An evidence bundle, immutable (docs/evidence.md). Nothing in it is believed. */
public final class EvidenceBundle {
  /** The type of the collection that a bundle is. */
  public static final String TYPE = "tag:vmr.dev,2026:evidence/1";

  /** The largest bundle in bytes, in either form. */
  public static final int MAX_SIZE = Cmw.MAX_SIZE;

  private static final byte[] MARK = Cmw.TYPE_LABEL.getBytes(StandardCharsets.US_ASCII);
  private static final int MAP = 5;

  /** The form of a bundle. */
  public enum Form {
    CBOR("cbor"),
    JSON("json");

    private final String text;

    Form(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }

  private final ImmutableList<BundlePart> parts;

  /**
   * A bundle of these parts.
   *
   * @throws IllegalArgumentException when one is missing, or there is one too many
   */
  public EvidenceBundle(List<BundlePart> given) {
    List<BundlePart> sorted = new ArrayList<>(given);
    sorted.sort(Comparator.comparing(BundlePart::label));
    Map<PartRole, Integer> next = new EnumMap<>(PartRole.class);
    for (BundlePart part : sorted) {
      int number = next.merge(part.label().role(), 1, Integer::sum) - 1;
      if (part.label().number() != number) {
        throw new IllegalArgumentException(
            part.label().role().text() + " " + number + " is missing or there twice");
      }
    }
    if (!next.containsKey(PartRole.QUOTE)) {
      throw new IllegalArgumentException("there is no quote");
    }
    parts = ImmutableList.copyOf(sorted);
  }

  /** Whether the bytes are meant to be a bundle, or another collection. */
  public static boolean recognises(byte[] bytes) {
    boolean map = bytes.length > 0 && (bytes[0] == '{' || (bytes[0] & 0xFF) >>> 5 == MAP);
    return map && com.google.common.primitives.Bytes.indexOf(bytes, MARK) >= 0;
  }

  /**
   * Parses a bundle of either form.
   *
   * @throws BundleFormatException when the bytes are not the one spelling of one
   */
  public static EvidenceBundle parse(byte[] bytes) throws BundleFormatException {
    Cmw wrapper;
    try {
      wrapper = form(bytes) == Form.JSON ? CmwJson.parse(bytes) : CmwCbor.parse(bytes);
    } catch (CmwFormatException e) {
      throw new BundleFormatException(String.valueOf(e.getMessage()));
    }
    if (!(wrapper instanceof Cmw.Collection collection)
        || !collection.type().equals(Optional.of(TYPE))) {
      throw new BundleFormatException("a wrapper, but not a collection of type " + TYPE);
    }
    List<BundlePart> parts = new ArrayList<>();
    int entry = 0;
    try {
      for (Map.Entry<Cmw.Label, Cmw> each : collection.entries().entrySet()) {
        entry++;
        parts.add(part(each.getKey(), each.getValue()));
      }
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException("entry " + entry + ": " + e.getMessage());
    }
    try {
      return new EvidenceBundle(parts);
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(String.valueOf(e.getMessage()));
    }
  }

  /** The form that bytes have if they are a bundle. */
  public static Form form(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == '{' ? Form.JSON : Form.CBOR;
  }

  private static BundlePart part(Cmw.Label label, Cmw wrapper) {
    if (!(label instanceof Cmw.Label.Text text)
        || !(wrapper instanceof Cmw.Single single)
        || !(single.type() instanceof ContentType.MediaType type)) {
      throw new IllegalArgumentException("a part is a record with a media type under a text");
    }
    PartLabel parsed = PartLabel.parse(text.text());
    if (single.indicator() != parsed.role().indicator()) {
      throw new IllegalArgumentException(
          parsed + " has the indicator " + parsed.role().indicator() + " and no other");
    }
    return new BundlePart(parsed, type, single.value());
  }

  /** The one spelling in a form. */
  public byte[] format(Form form) {
    ImmutableMap.Builder<Cmw.Label, Cmw> entries = ImmutableMap.builder();
    for (BundlePart part : parts) {
      entries.put(
          new Cmw.Label.Text(part.label().text()),
          new Cmw.Single(part.type(), part.content(), part.label().role().indicator()));
    }
    Cmw wrapper = new Cmw.Collection(Optional.of(TYPE), entries.buildOrThrow());
    return form == Form.JSON ? CmwJson.format(wrapper) : CmwCbor.format(wrapper);
  }

  /** The parts, by role and number. */
  public List<BundlePart> parts() {
    return parts;
  }

  /** The parts of a role, in order. */
  public List<BundlePart> parts(PartRole role) {
    return parts.stream().filter(each -> each.label().role() == role).toList();
  }

  /** The quote. */
  public BundlePart quote() {
    return parts(PartRole.QUOTE).get(0);
  }
}
