package dev.vmr.tpm.command;

import dev.vmr.register.Digest;
import java.util.Arrays;
import java.util.List;

/** Writes the fields of a command or a response. Not safe for several threads. */
public final class CommandWriter {
  private static final int FIRST_SIZE = 128;

  private byte[] data = new byte[FIRST_SIZE];
  private int size;

  private int room(int more) {
    if (size + more > data.length) {
      data = Arrays.copyOf(data, Math.max(2 * data.length, size + more));
    }
    int at = size;
    size += more;
    return at;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** The low 8 bits. */
  public CommandWriter u8(int value) {
    int at = room(1);
    data[at] = (byte) value;
    return this;
  }

  /** The low 16 bits. */
  public CommandWriter u16(int value) {
    int at = room(2);
    data[at] = (byte) (value >> 8);
    data[at + 1] = (byte) value;
    return this;
  }

  /** 32 bits. */
  public CommandWriter u32(int value) {
    int at = room(4);
    put32(at, value);
    return this;
  }

  /** 64 bits. */
  public CommandWriter u64(long value) {
    return u32((int) (value >> 32)).u32((int) value);
  }

  /** Bytes as they are. */
  public CommandWriter bytes(byte[] value) {
    int at = room(value.length);
    System.arraycopy(value, 0, data, at, value.length);
    return this;
  }

  /** A TPM2B: 16-bit size and bytes. */
  public CommandWriter sized(byte[] value) {
    return u16(value.length).bytes(value);
  }

  /** A digest's bytes. */
  public CommandWriter digest(Digest digest) {
    int at = room(digest.algorithm().size());
    digest.copyTo(data, at);
    return this;
  }

  /** A TPML_DIGEST_VALUES. */
  public CommandWriter digestValues(List<Digest> digests) {
    u32(digests.size());
    for (Digest digest : digests) {
      u16(digest.algorithm().tcgId()).digest(digest);
    }
    return this;
  }

  private void put32(int at, int value) {
    data[at] = (byte) (value >> 24);
    data[at + 1] = (byte) (value >> 16);
    data[at + 2] = (byte) (value >> 8);
    data[at + 3] = (byte) value;
  }

  /** Writes the number of bytes written so far at {@code at}: a header's size field. */
  public CommandWriter sizeAt(int at) {
    put32(at, size);
    return this;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(data, size);
  }
}
