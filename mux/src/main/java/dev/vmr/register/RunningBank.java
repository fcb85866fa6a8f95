package dev.vmr.register;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A bank that is extended a million times and looked at once: as {@link RegisterBank}, but in place
 * and without garbage. Not safe for several threads.
 */
public final class RunningBank {
  private final HashAlgorithm algorithm;
  private final MessageDigest hash;
  private final byte[] value;
  private final byte[] digest;

  /** A bank of zeros. */
  public RunningBank(HashAlgorithm algorithm) {
    this(Digest.zero(algorithm));
  }

  /** A bank that has a value already. */
  public RunningBank(Digest value) {
    this.algorithm = value.algorithm();
    this.hash = algorithm.newMessageDigest();
    this.value = value.toByteArray();
    this.digest = new byte[algorithm.size()];
  }

  /** The algorithm {@code H} of the bank. */
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** The value now. */
  public Digest value() {
    return Digest.of(algorithm, value);
  }

  /**
   * Extends the bank.
   *
   * @throws IllegalArgumentException when the digest is of another algorithm
   */
  public void extend(Digest by) {
    if (by.algorithm() != algorithm) {
      throw new IllegalArgumentException(
          "a " + by.algorithm() + " digest cannot extend a " + algorithm + " bank");
    }
    by.copyTo(digest, 0);
    RegisterBank.extend(hash, value, digest);
  }

  /** Hashes {@code length} bytes of {@code data} and extends the bank by their digest. */
  public void extendByHashOf(byte[] data, int offset, int length) {
    hash.update(data, offset, length);
    try {
      hash.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest has its algorithm's size", e);
    }
    RegisterBank.extend(hash, value, digest);
  }

  /** Whether the latest extension was by the digest in {@code data} at {@code offset}. */
  public boolean extendedLastBy(byte[] data, int offset) {
    return Arrays.equals(digest, 0, digest.length, data, offset, offset + digest.length);
  }
}
