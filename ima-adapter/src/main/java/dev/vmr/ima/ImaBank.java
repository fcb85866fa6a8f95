package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import org.jspecify.annotations.Nullable;

/** Replays the entries of one PCR in one bank, by the real and by the padded rule. */
final class ImaBank {
  private final boolean padding;
  private final Digest violation;
  private final RunningBank real;
  private final RunningBank padded;

  /** As {@link #padded}, but a violation is 20 bytes of FF; null until there is a violation. */
  private @Nullable RunningBank shortPadded;

  private long opaqueEntry;
  private long unpaddedEntry;

  /**
   * Begins at zeros.
   *
   * @param padding whether to replay by the padded rule as well
   */
  ImaBank(HashAlgorithm algorithm, boolean padding) {
    this.padding = padding && algorithm.size() > HashAlgorithm.SHA1.size();
    this.violation = Digest.filled(algorithm, 0xFF);
    this.real = new RunningBank(algorithm);
    this.padded = new RunningBank(algorithm);
  }

  /**
   * Adds an entry.
   *
   * @param sha1 the SHA-1 digest of the entry's data; null when it is not known
   * @return false when this bank has found that the template digest is not the hash of the data
   */
  boolean add(ImaEntry entry, boolean isViolation, @Nullable Digest sha1) {
    if (isViolation) {
      addViolation();
      return true;
    }
    if (padding) {
      addPadded(entry, sha1);
    }
    boolean own = entry.algorithm() == algorithm();
    if (!entry.opaque()) {
      entry.extend(real);
      return !own
          || real.extendedLastBy(entry.buffer, entry.digestStart())
          || entry.digestIsPadded();
    }
    if (own) {
      real.extend(entry.templateDigest());
    } else if (opaqueEntry == 0) {
      opaqueEntry = entry.number();
    }
    return true;
  }

  private void addViolation() {
    if (padding) {
      if (shortPadded == null) {
        shortPadded = new RunningBank(padded.value());
      }
      shortPadded.extend(padded(Digest.filled(HashAlgorithm.SHA1, 0xFF), algorithm()));
      padded.extend(violation);
    }
    real.extend(violation);
  }

  private void addPadded(ImaEntry entry, @Nullable Digest sha1) {
    if (sha1 != null) {
      Digest digest = padded(sha1, algorithm());
      padded.extend(digest);
      if (shortPadded != null) {
        shortPadded.extend(digest);
      }
    } else if (unpaddedEntry == 0) {
      unpaddedEntry = entry.number();
    }
  }

  /** A SHA-1 digest with zeros behind it. */
  static Digest padded(Digest sha1, HashAlgorithm algorithm) {
    byte[] bytes = new byte[algorithm.size()];
    sha1.copyTo(bytes, 0);
    return Digest.of(algorithm, bytes);
  }

  HashAlgorithm algorithm() {
    return real.algorithm();
  }

  /** The first entry that could not be replayed here by the real rule; 0 when all could. */
  long opaqueEntry() {
    return opaqueEntry;
  }

  /** The first entry that could not be replayed here by the padded rule; 0 when all could. */
  long unpaddedEntry() {
    return unpaddedEntry;
  }

  Digest real() {
    return real.value();
  }

  Digest padded() {
    return padded.value();
  }

  /** By the padded rule, a violation being 20 bytes of FF and zeros. */
  Digest shortPadded() {
    return (shortPadded == null ? padded : shortPadded).value();
  }

  /** Whether the padded rule gives this value, however it extends violations. */
  boolean isPadded(Digest value) {
    return padding && unpaddedEntry == 0 && (padded().equals(value) || shortPadded().equals(value));
  }
}
