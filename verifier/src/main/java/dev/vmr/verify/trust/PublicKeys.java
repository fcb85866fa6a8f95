package dev.vmr.verify.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Public keys in the forms in which the field hands them out. */
public final class PublicKeys {
  private static final int MAX_SIZE = 1 << 13;

  private PublicKeys() {}

  /** The public keys that a file holds; empty when it holds none. */
  public static List<PublicKey> parse(byte[] file) {
    List<PublicKey> keys = new ArrayList<>();
    for (byte[] block : Certificates.pemBlocks(file, "PUBLIC KEY")) {
      der(block).ifPresent(keys::add);
    }
    if (keys.isEmpty() && file.length <= MAX_SIZE) {
      der(file).ifPresent(keys::add);
      TpmPublicKeys.parse(file).ifPresent(keys::add);
      keys.addAll(JsonWebKeys.parseFile(file));
      CoseKeys.parse(file).map(EcKey::toPublicKey).ifPresent(keys::add);
    }
    return keys;
  }

  /** The key that these bytes are, a SubjectPublicKeyInfo in DER. */
  public static Optional<PublicKey> der(byte[] der) {
    if (der.length < 2 || der[0] != 0x30 || der.length > MAX_SIZE) {
      return Optional.empty();
    }
    Optional<PublicKey> ec = decoded("EC", der);
    return ec.isPresent() ? ec : decoded("RSA", der);
  }

  private static Optional<PublicKey> decoded(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty(); // another algorithm, or hostile
    }
  }
}
