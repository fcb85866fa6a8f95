package dev.vmr.verify.trust;

import dev.vmr.register.HashAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Locale;
import java.util.Optional;

/** RSA keys of the field: of a size that is safe and that a stranger cannot make us suffer with. */
public final class RsaKeys {
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 8192;

  private RsaKeys() {}

  /** Whether the size of a key is one that is used. */
  public static boolean isSound(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= MIN_BITS && bits <= MAX_BITS && key.getPublicExponent().bitLength() <= 32;
  }

  /** The key of a modulus and an exponent, both big-endian; empty when it is none. */
  public static Optional<RSAPublicKey> of(byte[] modulus, BigInteger exponent) {
    try {
      RSAPublicKey key =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), exponent));
      return isSound(key) ? Optional.of(key) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** Whether a PKCS #1 v1.5 signature is the key's. */
  public static boolean verifies(
      RSAPublicKey key, HashAlgorithm hash, byte[] data, byte[] signature) {
    return verifies(key, jcaName(hash).replace("-", "") + "withRSA", null, data, signature);
  }

  /** Whether a PSS signature with both hashes alike is the key's. */
  public static boolean verifiesPss(
      RSAPublicKey key, HashAlgorithm hash, int salt, byte[] data, byte[] signature) {
    String name = jcaName(hash);
    PSSParameterSpec spec =
        new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt, 1);
    return verifies(key, "RSASSA-PSS", spec, data, signature);
  }

  private static String jcaName(HashAlgorithm hash) {
    return hash.kernelName().toUpperCase(Locale.ROOT).replace("SHA", "SHA-");
  }

  private static boolean verifies(
      RSAPublicKey key,
      String algorithm,
      @org.jspecify.annotations.Nullable PSSParameterSpec spec,
      byte[] data,
      byte[] signature) {
    if (!isSound(key)) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (spec != null) {
        verifier.setParameter(spec);
      }
      verifier.initVerify(key);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature of another size
    }
  }
}
