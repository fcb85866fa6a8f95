package dev.vmr.verify.event;

import dev.vmr.register.HashAlgorithm;
import java.util.EnumMap;
import java.util.Map;

/** Which algorithms this JVM computes: SM3 is in none of the JDK's security providers. */
public final class Hashing {
  private final Map<HashAlgorithm, Boolean> known = new EnumMap<>(HashAlgorithm.class);

  /** Whether the algorithm is computed here; asked once, as asking is as dear as hashing. */
  public boolean computes(HashAlgorithm algorithm) {
    return known.computeIfAbsent(algorithm, Hashing::isComputable);
  }

  private static boolean isComputable(HashAlgorithm algorithm) {
    try {
      algorithm.newMessageDigest();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
