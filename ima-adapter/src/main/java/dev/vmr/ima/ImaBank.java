package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;

/** Replays the entries of one PCR in one bank, by the real and by the padded rule. */
final class ImaBank {
  private final boolean padding;
  private final Digest violation;
  private final RunningBank real;
  private final RunningBank padded;
  private long opaqueEntry;

  /**
   * Begins at zeros.
   *
   * @param padding whether to replay by the padded rule as well
   */
  ImaBank(HashAlgorithm algorithm, boolean padding) {
    this.padding = padding;
    this.violation = Digest.filled(algorithm, 0xFF);
    this.real = new RunningBank(algorithm);
    this.padded = new RunningBank(algorithm);
  }

  /**
   * Adds an entry.
   *
   * @return false when this bank has found that the template digest is not the hash of the data
   */
  boolean add(ImaEntry entry) {
    HashAlgorithm algorithm = real.algorithm();
    if (entry.violation()) {
      real.extend(violation);
      if (padding) {
        padded.extend(violation);
      }
      return true;
    }
    boolean own = entry.algorithm() == algorithm;
    boolean right = true;
    if (!entry.opaque()) {
      entry.extend(real);
      right = !own || real.extendedLastBy(entry.buffer, entry.start + 4);
    } else if (own) {
      real.extend(entry.templateDigest());
    } else if (opaqueEntry == 0) {
      opaqueEntry = entry.number();
    }
    if (padding && entry.algorithm() == HashAlgorithm.SHA1) {
      padded.extend(padded(entry, algorithm));
    }
    return right;
  }

  /** The SHA-1 template digest with zeros behind it. */
  static Digest padded(ImaEntry entry, HashAlgorithm algorithm) {
    byte[] bytes = new byte[algorithm.size()];
    entry.templateDigest().copyTo(bytes, 0);
    return Digest.of(algorithm, bytes);
  }

  HashAlgorithm algorithm() {
    return real.algorithm();
  }

  /** The first entry that could not be replayed here by the real rule; 0 when all could. */
  long opaqueEntry() {
    return opaqueEntry;
  }

  Digest real() {
    return real.value();
  }

  Digest padded() {
    return padded.value();
  }
}
