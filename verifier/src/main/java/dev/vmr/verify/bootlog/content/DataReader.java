package dev.vmr.verify.bootlog.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads little-endian fields of an event's data in their order. */
final class DataReader {
  private final byte[] data;
  private final ByteBuffer fields;

  DataReader(byte[] data) {
    this(data, 0, data.length);
  }

  DataReader(byte[] data, int from, int length) {
    this.data = data;
    this.fields = ByteBuffer.wrap(data, from, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return fields.position();
  }

  int remaining() {
    return fields.remaining();
  }

  private void need(long size, String what) throws InvalidDataException {
    if (size > fields.remaining()) {
      throw new InvalidDataException("the data ends inside " + what);
    }
  }

  int u8(String what) throws InvalidDataException {
    need(1, what);
    return Byte.toUnsignedInt(fields.get());
  }

  int u16(String what) throws InvalidDataException {
    need(2, what);
    return Short.toUnsignedInt(fields.getShort());
  }

  long u32(String what) throws InvalidDataException {
    need(4, what);
    return Integer.toUnsignedLong(fields.getInt());
  }

  /** An unsigned number; read it as one. */
  long u64(String what) throws InvalidDataException {
    need(8, what);
    return fields.getLong();
  }

  /** A size or count of 64 bits, which must be within what the data can hold. */
  int count64(String what) throws InvalidDataException {
    long count = u64(what);
    if (count < 0 || count > data.length) {
      throw new InvalidDataException(what + " is impossible: " + Long.toUnsignedString(count));
    }
    return (int) count;
  }

  byte[] bytes(long size, String what) throws InvalidDataException {
    need(size, what);
    int from = fields.position();
    fields.position(from + (int) size);
    return Arrays.copyOfRange(data, from, from + (int) size);
  }

  byte[] rest() {
    int from = fields.position();
    fields.position(fields.limit());
    return Arrays.copyOfRange(data, from, fields.limit());
  }

  /** A reader of the next bytes alone. */
  DataReader part(long size, String what) throws InvalidDataException {
    need(size, what);
    int from = fields.position();
    fields.position(from + (int) size);
    return new DataReader(data, from, (int) size);
  }

  String guid(String what) throws InvalidDataException {
    return Guid.text(bytes(16, what));
  }

  /** UTF-16 code units, without the NUL that may end them. */
  String utf16(long units, String what) throws InvalidDataException {
    return Texts.utf16(bytes(2 * units, what));
  }

  String ascii(long size, String what) throws InvalidDataException {
    return new String(bytes(size, what), StandardCharsets.ISO_8859_1);
  }

  void end() throws InvalidDataException {
    if (fields.hasRemaining()) {
      throw new InvalidDataException("there are " + fields.remaining() + " bytes too many");
    }
  }
}
