package dev.vmr.register;

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

  public HashAlgorithm algorithm() {
    return value.algorithm();
  }

  /**
   * The bank after an extension: {@code H(value || digest)}. The only place with this formula.
   *
   * @throws IllegalArgumentException when the digest is of another algorithm
   */
  public RegisterBank extendedBy(Digest digest) {
    HashAlgorithm algorithm = algorithm();
    if (digest.algorithm() != algorithm) {
      throw new IllegalArgumentException(
          "a " + digest.algorithm() + " digest cannot extend a " + algorithm + " bank");
    }
    MessageDigest hash = algorithm.start();
    value.update(hash);
    digest.update(hash);
    return new RegisterBank(algorithm.finish(hash));
  }
}
