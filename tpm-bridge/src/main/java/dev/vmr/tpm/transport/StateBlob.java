package dev.vmr.tpm.transport;

import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;
import java.util.Arrays;

/**
 * The form in which swtpm gives and takes states (docs/tpm-bridge.md, section 7): a header, then
 * fields of tag, length and data, big-endian.
 */
final class StateBlob {
  /** The largest blob that is taken, as with swtpm. */
  static final int LARGEST = 512 * 1024;

  private static final int VERSION = 2;
  private static final int HEADER = 10;

  /** The flag of a blob that is a migration's, not a file's. */
  private static final int MIGRATION = 4;

  /** Encrypted, by any of swtpm's keys. */
  private static final int ENCRYPTED = ~MIGRATION;

  private static final int TAG_DATA = 1;

  private StateBlob() {}

  /** A blob of this state, in clear. */
  static byte[] of(byte[] state) {
    return new CommandWriter()
        .u8(VERSION)
        .u8(1)
        .u16(HEADER)
        .u16(MIGRATION)
        .u32(HEADER + 6 + state.length)
        .u16(TAG_DATA)
        .u32(state.length)
        .bytes(state)
        .toByteArray();
  }

  /**
   * The state in a blob.
   *
   * @throws CommandException when it is encrypted or no blob
   */
  static byte[] state(byte[] blob) throws CommandException {
    CommandReader header = new CommandReader(blob, 0, blob.length);
    header.u8();
    int minimum = header.u8();
    int size = header.u16();
    int flags = header.u16();
    long total = header.u32();
    if (minimum > VERSION || size < HEADER || size > blob.length || total != blob.length) {
      throw header.refuse(0);
    }
    if ((flags & ENCRYPTED) != 0) {
      throw header.refuse(0);
    }
    CommandReader fields = new CommandReader(blob, size, blob.length);
    while (fields.remaining() > 0) {
      int tag = fields.u16();
      long length = fields.u32();
      if (length > fields.remaining()) {
        throw fields.refuse(0);
      }
      int at = fields.position();
      if (tag == TAG_DATA) {
        return Arrays.copyOfRange(blob, at, at + (int) length);
      }
      fields.bytes((int) length);
    }
    throw fields.refuse(0);
  }
}
