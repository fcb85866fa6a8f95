package dev.vmr.verify.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes data items in their one deterministic encoding (RFC 8949, section 4.2.1): shortest heads,
 * definite lengths, keys in the bytewise order of their encodings.
 */
public final class CborWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborWriter() {}

  /** The deterministic encoding of an item. */
  public static byte[] encode(CborItem item) {
    CborWriter writer = new CborWriter();
    writer.write(item);
    return writer.out.toByteArray();
  }

  private void write(CborItem item) {
    try {
      switch (item.kind()) {
        case INTEGER -> writeInteger(item.number());
        case BYTES -> writeString(2, item.rawBytes());
        case TEXT -> writeString(3, item.asText().getBytes(StandardCharsets.UTF_8));
        case ARRAY -> {
          head(4, item.asArray().size());
          item.asArray().forEach(this::write);
        }
        case MAP -> writeMap(item.asMap().entries());
        case TAG -> {
          head(6, item.number());
          write(item.tagged());
        }
        case SIMPLE -> head(7, item.number());
      }
    } catch (CborFormatException e) {
      throw new IllegalStateException("the kind was asked", e);
    }
  }

  private void writeInteger(long value) {
    head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value);
  }

  private void writeString(int major, byte[] value) {
    head(major, value.length);
    out.writeBytes(value);
  }

  private void writeMap(List<CborMap.Entry> entries) {
    head(5, entries.size());
    List<byte[][]> pairs = new ArrayList<>(entries.size());
    for (CborMap.Entry entry : entries) {
      pairs.add(new byte[][] {encode(entry.key()), encode(entry.value())});
    }
    pairs.sort((a, b) -> Arrays.compareUnsigned(a[0], b[0]));
    for (byte[][] pair : pairs) {
      out.writeBytes(pair[0]);
      out.writeBytes(pair[1]);
    }
  }

  private void head(int major, long argument) {
    int size = argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x10000 ? 2 : 4;
    if (argument > 0xFFFF_FFFFL) {
      size = 8;
    }
    int information =
        size == 0 ? (int) argument : size == 1 ? 24 : size == 2 ? 25 : size == 4 ? 26 : 27;
    out.write(major << 5 | information);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
  }
}
