package dev.vmr.tpm.command;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the fields of a command or a response, in order and within its bounds. What is refused is
 * refused with the response code that Part 3, section 5.7, asks for, decorated with the handle or
 * parameter that is being read.
 */
public final class CommandReader {
  private final byte[] data;
  private final int limit;
  private int position;
  private int decoration;

  /**
   * Reads {@code data} from {@code position} up to {@code limit}. The array is not copied; whoever
   * changes it changes what is read.
   */
  public CommandReader(byte[] data, int position, int limit) {
    if (position < 0 || position > limit || limit > data.length) {
      throw new IllegalArgumentException("not a range of " + data.length + " bytes");
    }
    this.data = data;
    this.position = position;
    this.limit = limit;
  }

  /** From here on errors are about this handle, from 1. */
  public CommandReader handle(int number) {
    decoration = ResponseCode.handle(0, number);
    return this;
  }

  /** From here on errors are about this parameter, from 1. */
  public CommandReader parameter(int number) {
    decoration = ResponseCode.parameter(0, number);
    return this;
  }

  /** From here on errors are about this session, from 1. */
  public CommandReader session(int number) {
    decoration = ResponseCode.session(0, number);
    return this;
  }

  /** The refusal with this format-one code, about what is being read. */
  public CommandException refuse(int code) {
    return new CommandException(code + decoration);
  }

  /** The index in the data of the byte that is read next. */
  public int position() {
    return position;
  }

  /** How many bytes are left up to the limit. */
  public int remaining() {
    return limit - position;
  }

  private int take(int size) throws CommandException {
    if (size > limit - position) {
      throw refuse(ResponseCode.INSUFFICIENT);
    }
    int at = position;
    position += size;
    return at;
  }

  /** An unsigned byte. */
  public int u8() throws CommandException {
    return data[take(1)] & 0xFF;
  }

  /** An unsigned 16-bit number. */
  public int u16() throws CommandException {
    int at = take(2);
    return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
  }

  /** The bits of a 32-bit number, such as a handle. */
  public int i32() throws CommandException {
    int at = take(4);
    return data[at] << 24
        | (data[at + 1] & 0xFF) << 16
        | (data[at + 2] & 0xFF) << 8
        | (data[at + 3] & 0xFF);
  }

  /** An unsigned 32-bit number. */
  public long u32() throws CommandException {
    return Integer.toUnsignedLong(i32());
  }

  /** That many bytes. */
  public byte[] bytes(int size) throws CommandException {
    int at = take(size);
    return Arrays.copyOfRange(data, at, at + size);
  }

  /** A TPM2B: a 16-bit size, at most {@code max}, and that many bytes. */
  public byte[] sized(int max) throws CommandException {
    int size = u16();
    if (size > max) {
      throw refuse(ResponseCode.SIZE);
    }
    return bytes(size);
  }

  /** A TPMI_YES_NO. */
  public boolean yesNo() throws CommandException {
    int value = u8();
    if (value > 1) {
      throw refuse(ResponseCode.VALUE);
    }
    return value == 1;
  }

  /**
   * A TPML_DIGEST_VALUES (Part 2, section 10.9.5): a 32-bit count, then algorithm and digest of
   * each.
   *
   * @param max how many there may be
   * @param known the algorithms that are read; any other is refused, for its size is not known
   */
  public List<Digest> digestValues(int max, List<HashAlgorithm> known) throws CommandException {
    long count = u32();
    if (count > max) {
      throw refuse(ResponseCode.SIZE);
    }
    List<Digest> digests = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      HashAlgorithm algorithm = hash(known);
      digests.add(Digest.of(algorithm, data, take(algorithm.size())));
    }
    return digests;
  }

  /** A TPMI_ALG_HASH that is one of {@code known}. */
  public HashAlgorithm hash(List<HashAlgorithm> known) throws CommandException {
    int id = u16();
    for (HashAlgorithm algorithm : known) {
      if (algorithm.tcgId() == id) {
        return algorithm;
      }
    }
    throw refuse(ResponseCode.HASH);
  }

  /** Requires that nothing is left (Part 3, section 5.7: TPM_RC_SIZE, not decorated). */
  public void finish() throws CommandException {
    if (position != limit) {
      throw new CommandException(ResponseCode.SIZE);
    }
  }
}
