package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;

/** Many digests of one algorithm, in little more memory than their bytes. */
final class DigestSequence {
  private static final int PER_CHUNK = 1024;

  private final HashAlgorithm algorithm;
  private final List<byte[]> chunks = new ArrayList<>();
  private int size;

  /** Open addressing: one more than the index of a digest, or 0. */
  private int[] table = {};

  DigestSequence(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  int size() {
    return size;
  }

  void add(Digest digest) {
    int at = size % PER_CHUNK;
    if (at == 0) {
      chunks.add(new byte[PER_CHUNK * algorithm.size()]);
    }
    digest.copyTo(chunks.get(size / PER_CHUNK), at * algorithm.size());
    size++;
  }

  Digest get(int index) {
    return Digest.of(
        algorithm, chunks.get(index / PER_CHUNK), index % PER_CHUNK * algorithm.size());
  }

  /**
   * The index of the first digest that is equal to that at {@code index}, of those that were asked
   * for before; {@code index} itself if there is none.
   */
  int firstOf(int index) {
    if (table.length == 0) {
      table = new int[Integer.highestOneBit(Math.max(1, size)) * 4];
    }
    Digest wanted = get(index);
    int slot = wanted.hashCode() & (table.length - 1);
    while (table[slot] != 0) {
      if (get(table[slot] - 1).equals(wanted)) {
        return table[slot] - 1;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = index + 1;
    return index;
  }
}
