package dev.vmr.verify.cbor;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A data item (RFC 8949, section 3), immutable.
 *
 * <p>Items from a reader know their span in its bytes, so that a signature can be checked over what
 * came and not over what somebody would write again. Spans take no part in {@link #equals}.
 *
 * <p>The accessors are for decoders: what is not of the asked kind is a {@link CborFormatException}
 * with the place of the item.
 */
public final class CborItem {
  /** What a data item is. Integers have at most 63 bits and a sign; there are no floats. */
  public enum Kind {
    INTEGER("an integer"),
    BYTES("a byte string"),
    TEXT("a text string"),
    ARRAY("an array"),
    MAP("a map"),
    TAG("a tag"),
    /** A simple value: 20 false, 21 true, 22 null, 23 undefined, or one without a meaning. */
    SIMPLE("a simple value");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final long number;
  private final Object content;
  private final int offset;
  private final int end;

  CborItem(Kind kind, long number, Object content, int offset, int end) {
    this.kind = kind;
    this.number = number;
    this.content = content;
    this.offset = offset;
    this.end = end;
  }

  public Kind kind() {
    return kind;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public boolean isNull() {
    return kind == Kind.SIMPLE && number == 22;
  }

  /** Whether it is that integer. */
  public boolean isInteger(long value) {
    return kind == Kind.INTEGER && number == value;
  }

  /** Where it begins in the reader's bytes; 0 when it came from no reader. */
  public int offset() {
    return offset;
  }

  /** Where it ends in the reader's bytes, exclusive; 0 when it came from no reader. */
  public int end() {
    return end;
  }

  /** The number of an integer, tag or simple value. */
  long number() {
    return number;
  }

  byte[] rawBytes() {
    return (byte[]) content;
  }

  /** The value of an integer. */
  public long asLong() throws CborFormatException {
    expect(Kind.INTEGER);
    return number;
  }

  /** The value of an integer from {@code min} to {@code max}. */
  public int asInt(int min, int max) throws CborFormatException {
    expect(Kind.INTEGER);
    if (number < min || number > max) {
      throw new CborFormatException(offset, "an integer from " + min + " to " + max + " expected");
    }
    return (int) number;
  }

  /** A copy of the bytes of a byte string. */
  public byte[] asBytes() throws CborFormatException {
    expect(Kind.BYTES);
    return rawBytes().clone();
  }

  /** A copy of the bytes of a byte string of that size. */
  public byte[] asBytes(int size) throws CborFormatException {
    expect(Kind.BYTES);
    if (rawBytes().length != size) {
      throw new CborFormatException(
          offset, size + " bytes expected, there are " + rawBytes().length);
    }
    return rawBytes().clone();
  }

  /** The characters of a text string. */
  public String asText() throws CborFormatException {
    expect(Kind.TEXT);
    return (String) content;
  }

  /** The truth value of true or false. */
  public boolean asBoolean() throws CborFormatException {
    if (kind != Kind.SIMPLE || number < 20 || number > 21) {
      throw new CborFormatException(offset, "true or false expected");
    }
    return number == 21;
  }

  /** The elements of an array. */
  @SuppressWarnings("unchecked") // an array holds nothing else
  public List<CborItem> asArray() throws CborFormatException {
    expect(Kind.ARRAY);
    return (List<CborItem>) content;
  }

  /** The elements of an array of that many. */
  public List<CborItem> asArray(int size) throws CborFormatException {
    List<CborItem> elements = asArray();
    if (elements.size() != size) {
      throw new CborFormatException(
          offset, size + " elements expected, there are " + elements.size());
    }
    return elements;
  }

  /** The entries of a map. */
  public CborMap asMap() throws CborFormatException {
    expect(Kind.MAP);
    return (CborMap) content;
  }

  /** The number of a tag. */
  public long asTag() throws CborFormatException {
    expect(Kind.TAG);
    return number;
  }

  /** The number of a tag; empty when the item is none. */
  public OptionalLong tag() {
    return kind == Kind.TAG ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** What is tagged. */
  public CborItem tagged() throws CborFormatException {
    expect(Kind.TAG);
    return (CborItem) content;
  }

  private void expect(Kind expected) throws CborFormatException {
    if (kind != expected) {
      throw new CborFormatException(offset, expected.words + " expected, there is " + kind.words);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof CborItem that) || kind != that.kind || number != that.number) {
      return false;
    }
    return kind == Kind.BYTES
        ? Arrays.equals(rawBytes(), that.rawBytes())
        : content.equals(that.content);
  }

  @Override
  public int hashCode() {
    int inner = kind == Kind.BYTES ? Arrays.hashCode(rawBytes()) : content.hashCode();
    return 31 * (31 * kind.hashCode() + Long.hashCode(number)) + inner;
  }

  /** The kind and the place, never the content, which may be anything. */
  @Override
  public String toString() {
    return kind.words + " at offset " + offset;
  }
}
