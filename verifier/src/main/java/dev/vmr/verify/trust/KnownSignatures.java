package dev.vmr.verify.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.primitives.Bytes;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.function.BooleanSupplier;

/**
 * Which certificates, revocation lists and documents of vendors are signed by which keys, as far as
 * it was found out before: a million guests have a handful of issuers. Only what holds is kept, by
 * the hash of all that it follows from, so that nobody can make it wrong; it is bounded. For many
 * threads.
 */
final class KnownSignatures {
  private static final int MAX = 4096;

  private final Cache<Digest, Boolean> known = CacheBuilder.newBuilder().maximumSize(MAX).build();

  /** Whether a key has signed a certificate. */
  boolean verifies(X509Certificate certificate, PublicKey key) {
    try {
      return holds(
          "certificate",
          key,
          certificate.getEncoded(),
          () -> CertificateSignature.verifies(certificate, key));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was decoded, so it is encoded", e);
    }
  }

  /**
   * Whether a key has signed something.
   *
   * @param kind of thing, so that none is taken for another
   * @param signed all that the answer follows from, the signature too
   * @param verification finds it out the first time
   */
  boolean holds(String kind, PublicKey key, byte[] signed, BooleanSupplier verification) {
    byte[] issuer = HashAlgorithm.SHA256.hash(key.getEncoded()).toByteArray();
    Digest both = HashAlgorithm.SHA256.hash(Bytes.concat(kind.getBytes(US_ASCII), issuer, signed));
    if (known.getIfPresent(both) != null) {
      return true;
    }
    boolean verified = verification.getAsBoolean();
    if (verified) {
      known.put(both, true);
    }
    return verified;
  }
}
