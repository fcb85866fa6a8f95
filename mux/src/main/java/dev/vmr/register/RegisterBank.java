package dev.vmr.register;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The value of a register in one hash algorithm.
 *
 * @param value the current value, as many bytes as the algorithm's digests have
 */
public record RegisterBank(Digest value) {

  /** The bank of zeros. */
  public static RegisterBank zero(HashAlgorithm algorithm) {
    return new RegisterBank(Digest.zero(algorithm));
  }

  /** The algorithm {@code H} of the bank: of its value, and of each digest that extends it. */
  public HashAlgorithm algorithm() {
    return value.algorithm();
  }

  /**
   * The bank after an extension: {@code H(value || digest)}.
   *
   * @throws IllegalArgumentException when the digest is of another algorithm
   */
  public RegisterBank extendedBy(Digest digest) {
    HashAlgorithm algorithm = algorithm();
    if (digest.algorithm() != algorithm) {
      throw new IllegalArgumentException(
          "a " + digest.algorithm() + " digest cannot extend a " + algorithm + " bank");
    }
    byte[] next = value.toByteArray();
    extend(algorithm.start(), next, digest.shared());
    return new RegisterBank(Digest.wrap(algorithm, next));
  }

  /** Sets {@code value} to {@code H(value || digest)}. The only place with this formula. */
  static void extend(MessageDigest hash, byte[] value, byte[] digest) {
    hash.update(value);
    hash.update(digest);
    try {
      hash.digest(value, 0, value.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a register has its algorithm's size", e);
    }
  }
}
