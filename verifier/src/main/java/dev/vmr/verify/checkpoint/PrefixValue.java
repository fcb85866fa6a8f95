package dev.vmr.verify.checkpoint;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;

/**
 * The digest of all bytes before a place in a log (docs/checkpoint.md, section 1).
 *
 * @param blocks the register that each whole block has extended
 * @param rest the hash of what remains
 */
public record PrefixValue(Digest blocks, Digest rest) {

  /**
   * Checks the algorithm.
   *
   * @throws IllegalArgumentException when it is not SHA-256
   */
  public PrefixValue {
    if (blocks.algorithm() != HashAlgorithm.SHA256 || rest.algorithm() != HashAlgorithm.SHA256) {
      throw new IllegalArgumentException("the digest of a prefix is of sha256");
    }
  }
}
