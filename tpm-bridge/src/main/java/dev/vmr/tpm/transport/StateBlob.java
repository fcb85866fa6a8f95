package dev.vmr.tpm.transport;

import dev.vmr.tpm.RefusedStateException;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandReader;
import dev.vmr.tpm.command.CommandWriter;

/**
 * The form in which swtpm gives and takes states (docs/tpm-bridge.md, section 7): a header, then
 * fields of tag, length and data, in one of which there are such fields again; big-endian.
 */
final class StateBlob {
  /** The largest blob that is taken, as with swtpm. */
  static final int LARGEST = 512 * 1024;

  private static final int VERSION = 2;
  private static final int HEADER = 10;
  private static final int FIELD = 6;

  /** The flag of a blob that is not a file: its field holds the fields of one. */
  private static final int MIGRATION = 4;

  /** Encrypted, by any of swtpm's keys. */
  private static final int ENCRYPTED = ~MIGRATION;

  /** TPM_KEYNOTFOUND: it is encrypted, and there is no key. */
  private static final int KEY_NOT_FOUND = 0x0D;

  /** TPM_BAD_DATASIZE: its header cannot have that size. */
  private static final int BAD_DATA_SIZE = 0x2B;

  /** TPM_BAD_VERSION: only a later swtpm reads it. */
  private static final int BAD_VERSION = 0x2E;

  private static final int TAG_DATA = 1;
  private static final int TAG_MIGRATION_DATA = 4;

  private StateBlob() {}

  /** A blob of this state, in clear. */
  static byte[] of(byte[] state) {
    return new CommandWriter()
        .u8(VERSION)
        .u8(1)
        .u16(HEADER)
        .u16(MIGRATION)
        .u32(HEADER + 2 * FIELD + state.length)
        .u16(TAG_MIGRATION_DATA)
        .u32(FIELD + state.length)
        .u16(TAG_DATA)
        .u32(state.length)
        .bytes(state)
        .toByteArray();
  }

  /**
   * The state in a blob.
   *
   * @throws RefusedStateException when it is encrypted or no blob
   */
  static byte[] state(byte[] blob) throws RefusedStateException {
    try {
      return content(blob);
    } catch (CommandException e) {
      throw new RefusedStateException(RefusedStateException.BAD_PARAMETER, "it is no state blob");
    }
  }

  private static byte[] content(byte[] blob) throws CommandException, RefusedStateException {
    CommandReader header = new CommandReader(blob, 0, blob.length);
    header.u8();
    int minimum = header.u8();
    int size = header.u16();
    int flags = header.u16();
    if (header.u32() != blob.length) {
      throw header.refuse(0);
    }
    if (minimum > VERSION) {
      throw new RefusedStateException(BAD_VERSION, "its version is " + minimum);
    }
    if (size < HEADER || size > blob.length) {
      throw new RefusedStateException(BAD_DATA_SIZE, "its header has " + size + " bytes");
    }
    if ((flags & ENCRYPTED) != 0) {
      throw new RefusedStateException(KEY_NOT_FOUND, "it is encrypted");
    }
    return (flags & MIGRATION) == 0
        ? data(blob, size, TAG_DATA)
        : data(data(blob, size, TAG_MIGRATION_DATA), 0, TAG_DATA);
  }

  /** What the first field of that tag holds. */
  private static byte[] data(byte[] blob, int from, int wanted) throws CommandException {
    CommandReader fields = new CommandReader(blob, from, blob.length);
    while (fields.remaining() > 0) {
      int tag = fields.u16();
      long length = fields.u32();
      if (length > fields.remaining()) {
        throw fields.refuse(0);
      }
      byte[] data = fields.bytes((int) length);
      if (tag == wanted) {
        return data;
      }
    }
    throw fields.refuse(0);
  }
}
