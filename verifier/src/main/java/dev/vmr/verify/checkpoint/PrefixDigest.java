package dev.vmr.verify.checkpoint;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Computes the digest of a prefix while it is read. Not safe for several threads. */
public final class PrefixDigest {
  /** The size of a block in bytes. */
  public static final int BLOCK = 1 << 16;

  private final byte[] block = new byte[BLOCK];
  private RegisterBank blocks;
  private int have;
  private long size;
  private byte last = '\n';

  /** Before the first byte of a log. */
  public PrefixDigest() {
    this.blocks = RegisterBank.zero(HashAlgorithm.SHA256);
  }

  /**
   * At the beginning of a block.
   *
   * @param size how many bytes lie before it, a multiple of {@link #BLOCK}
   * @param blocks the register that they have extended
   */
  public PrefixDigest(long size, Digest blocks) {
    if (size % BLOCK != 0) {
      throw new IllegalArgumentException("no block begins at " + size);
    }
    this.blocks = new RegisterBank(blocks);
    this.size = size;
  }

  /** Takes the next bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, BLOCK - have);
      System.arraycopy(bytes, offset + done, block, have, count);
      have += count;
      done += count;
      if (have == BLOCK) {
        blocks = blocks.extendedBy(HashAlgorithm.SHA256.hash(block));
        have = 0;
      }
    }
    if (length > 0) {
      size += length;
      last = bytes[offset + length - 1];
    }
  }

  /** How many bytes there are up to here. */
  public long size() {
    return size;
  }

  /** Whether a line begins here. */
  public boolean afterLine() {
    return last == '\n';
  }

  /** The digest up to here. */
  public PrefixValue value() {
    return new PrefixValue(blocks.value(), HashAlgorithm.SHA256.hash(block, 0, have));
  }

  /** A stream that gives what {@code in} gives, and takes it here. */
  public InputStream reading(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
          update(bytes, offset, count);
        }
        return count;
      }

      @Override
      public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(count, BLOCK))];
        return Math.max(0, read(skipped, 0, skipped.length));
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }
}
