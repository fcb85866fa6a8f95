package dev.vmr.verify.cel;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.event.Bytes;
import java.util.Optional;

/**
 * A digest of a record, of any algorithm.
 *
 * @param algorithm its TPM_ALG_ID
 * @param value its bytes, as many as the algorithm has if it is known here
 */
public record CelDigest(int algorithm, Bytes value) {
  private static final int MAX_SIZE = 64;
  private static final int MAX_ID = 0xFFFF;

  /** Checks the size. */
  public CelDigest {
    Optional<HashAlgorithm> known = HashAlgorithm.ofTcgId(algorithm);
    int size = value.size();
    boolean right = known.isPresent() ? size == known.get().size() : size > 0 && size <= MAX_SIZE;
    if (algorithm < 0 || algorithm > MAX_ID || !right) {
      throw new IllegalArgumentException(
          "a digest of " + size + " bytes in algorithm 0x" + Integer.toHexString(algorithm));
    }
  }

  /** The digest of an algorithm that is known here. */
  public static CelDigest of(Digest digest) {
    return new CelDigest(digest.algorithm().tcgId(), Bytes.of(digest.toByteArray()));
  }

  /** The digest, if its algorithm is known here. */
  public Optional<Digest> known() {
    return HashAlgorithm.ofTcgId(algorithm).map(each -> Digest.of(each, value.toByteArray()));
  }
}
