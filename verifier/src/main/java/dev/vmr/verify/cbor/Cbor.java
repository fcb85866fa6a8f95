package dev.vmr.verify.cbor;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.cbor.CborItem.Kind;
import java.util.List;

/** Data items that came from no reader, to be written. */
public final class Cbor {
  public static final CborItem FALSE = made(Kind.SIMPLE, 20, "");
  public static final CborItem TRUE = made(Kind.SIMPLE, 21, "");
  public static final CborItem NULL = made(Kind.SIMPLE, 22, "");

  private Cbor() {}

  private static CborItem made(Kind kind, long number, Object content) {
    return new CborItem(kind, number, content, 0, 0);
  }

  /** An integer. */
  public static CborItem integer(long value) {
    return made(Kind.INTEGER, value, "");
  }

  /** A byte string; the bytes are copied. */
  public static CborItem bytes(byte[] value) {
    return made(Kind.BYTES, 0, value.clone());
  }

  /** A text string. */
  public static CborItem text(String value) {
    return made(Kind.TEXT, 0, value);
  }

  /** A truth value. */
  public static CborItem bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** An array. */
  public static CborItem array(List<CborItem> elements) {
    return made(Kind.ARRAY, 0, ImmutableList.copyOf(elements));
  }

  /** An array. */
  public static CborItem array(CborItem... elements) {
    return made(Kind.ARRAY, 0, ImmutableList.copyOf(elements));
  }

  /**
   * A map.
   *
   * @throws IllegalArgumentException when a key is there twice or is of another kind than a key's
   */
  public static CborItem map(List<CborMap.Entry> entries) {
    return made(Kind.MAP, 0, CborMap.of(entries));
  }

  /** A tagged item. */
  public static CborItem tag(long tag, CborItem item) {
    if (tag < 0) {
      throw new IllegalArgumentException("tags have at most 63 bits here");
    }
    return made(Kind.TAG, tag, item);
  }
}
