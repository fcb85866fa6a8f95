package dev.vmr.verify.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys of a map: none twice, each an integer, a text or a byte string. */
final class CborKeys {
  private CborKeys() {}

  /** The index of the first entry whose key may not stand there; -1 when there is none. */
  static int firstUnfit(List<CborMap.Entry> entries) {
    List<byte[]> keys = new ArrayList<>(entries.size());
    List<Integer> sorted = new ArrayList<>(entries.size());
    for (CborMap.Entry entry : entries) {
      if (!isKey(entry.key())) {
        return keys.size();
      }
      sorted.add(keys.size());
      keys.add(CborWriter.encode(entry.key()));
    }
    // Sorted rather than hashed: a stranger chooses the keys. The sort is stable.
    sorted.sort((a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
    for (int i = 1; i < sorted.size(); i++) {
      if (Arrays.equals(keys.get(sorted.get(i - 1)), keys.get(sorted.get(i)))) {
        return sorted.get(i);
      }
    }
    return -1;
  }

  private static boolean isKey(CborItem key) {
    return key.is(CborItem.Kind.INTEGER)
        || key.is(CborItem.Kind.TEXT)
        || key.is(CborItem.Kind.BYTES);
  }
}
