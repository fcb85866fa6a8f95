package dev.vmr.verify.cel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes fields of a type, a length and a value. */
final class TlvWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TlvWriter field(int type, byte[] value) {
    out.write(type);
    out.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
    out.writeBytes(value);
    return this;
  }

  /** A number in as many bytes. */
  TlvWriter number(int type, long value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (8 * (size - 1 - i)));
    }
    return field(type, bytes);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
