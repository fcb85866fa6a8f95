package dev.vmr.verify.appraisal;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a quote is bound to a nonce (docs/policy.md, section 4). */
final class NonceCheck {
  /** The size of the field that TDX, SEV-SNP and Arm CCA have. */
  private static final int FIELD = 64;

  private static final List<HashAlgorithm> HASHES =
      List.of(HashAlgorithm.SHA512, HashAlgorithm.SHA384, HashAlgorithm.SHA256);

  private NonceCheck() {}

  /** How the report data hold the nonce; empty when they do not. */
  static Optional<String> binding(byte[] nonce, QuotedValue reportData) {
    byte[] data = reportData.toByteArray();
    if (isThenZeros(nonce, data)) {
      return Optional.of("the report data are the nonce");
    }
    for (HashAlgorithm hash : HASHES) {
      if (data.length == FIELD && isThenZeros(hash.hash(nonce).toByteArray(), data)) {
        return Optional.of("the report data are the " + hash + " of the nonce");
      }
    }
    return Optional.empty();
  }

  /** Whether {@code data} is {@code start} and zeros. */
  static boolean isThenZeros(byte[] start, byte[] data) {
    return start.length <= data.length && Arrays.equals(Arrays.copyOf(start, data.length), data);
  }
}
