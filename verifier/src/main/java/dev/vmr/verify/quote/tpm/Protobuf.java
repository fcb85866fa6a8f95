package dev.vmr.verify.quote.tpm;

import dev.vmr.verify.quote.wire.QuoteFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a protocol buffer message, in their order (protobuf encoding, wire types 0 to 5).
 */
final class Protobuf {
  /**
   * A field.
   *
   * @param number of the field
   * @param value of a varint or fixed field
   * @param bytes of a length-delimited one, otherwise empty
   */
  @SuppressWarnings("ArrayRecordComponent") // lives as long as its message is read
  record Field(int number, long value, byte[] bytes) {}

  private static final int MAX_FIELDS = 4096;

  private final byte[] bytes;
  private int position;

  private Protobuf(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * All fields.
   *
   * @throws QuoteFormatException when the message is not one
   */
  static List<Field> fields(byte[] message) throws QuoteFormatException {
    Protobuf in = new Protobuf(message);
    List<Field> fields = new ArrayList<>();
    while (in.position < message.length) {
      if (fields.size() == MAX_FIELDS) {
        throw in.malformed("more than " + MAX_FIELDS + " fields");
      }
      fields.add(in.field());
    }
    return fields;
  }

  private Field field() throws QuoteFormatException {
    long key = varint();
    int number = (int) (key >>> 3);
    if (key >>> 3 != number || number <= 0) {
      throw malformed("a field number that is none");
    }
    return switch ((int) key & 7) {
      case 0 -> new Field(number, varint(), new byte[0]);
      case 1 -> new Field(number, fixed(8), new byte[0]);
      case 2 -> new Field(number, 0, take(varint()));
      case 5 -> new Field(number, fixed(4), new byte[0]);
      default -> throw malformed("a wire type that is none");
    };
  }

  private long varint() throws QuoteFormatException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == bytes.length) {
        throw malformed("ends too early");
      }
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than 64 bits");
  }

  private long fixed(int size) throws QuoteFormatException {
    byte[] taken = take(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | (taken[i] & 0xFF);
    }
    return value;
  }

  private byte[] take(long size) throws QuoteFormatException {
    if (size < 0 || size > bytes.length - position) {
      throw malformed("longer than what follows");
    }
    position += (int) size;
    return Arrays.copyOfRange(bytes, position - (int) size, position);
  }

  private QuoteFormatException malformed(String reason) {
    return new QuoteFormatException("protobuf message", position, reason);
  }
}
