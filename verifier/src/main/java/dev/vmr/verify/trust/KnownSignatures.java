package dev.vmr.verify.trust;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.primitives.Bytes;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * Which certificates are signed by which keys, as far as it was found out before: a million guests
 * have a handful of issuers. Only what holds is kept, by the hash of all that it follows from, so
 * that nobody can make it wrong; it is bounded. For many threads.
 */
final class KnownSignatures {
  private static final int MAX = 4096;

  private final Cache<Digest, Boolean> known = CacheBuilder.newBuilder().maximumSize(MAX).build();

  /** Whether a key has signed a certificate. */
  boolean verifies(X509Certificate certificate, PublicKey key) {
    Digest pair = pair(certificate, key);
    if (known.getIfPresent(pair) != null) {
      return true;
    }
    boolean verified = CertificateSignature.verifies(certificate, key);
    if (verified) {
      known.put(pair, true);
    }
    return verified;
  }

  private static Digest pair(X509Certificate certificate, PublicKey key) {
    try {
      byte[] issuer = HashAlgorithm.SHA256.hash(key.getEncoded()).toByteArray();
      return HashAlgorithm.SHA256.hash(Bytes.concat(issuer, certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was decoded, so it is encoded", e);
    }
  }
}
