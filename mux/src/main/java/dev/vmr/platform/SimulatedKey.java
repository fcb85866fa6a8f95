package dev.vmr.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The signing key of the simulated platform: {@code key.pem}, PKCS #8, and {@code key.pub}, its
 * SubjectPublicKeyInfo (docs/simulated-platform.md, section 3).
 */
final class SimulatedKey {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final PrivateKey privateKey;
  private final byte[] publicKey;

  private SimulatedKey(PrivateKey privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Reads the key of the folder, or makes one when there is none. */
  static SimulatedKey open(Path folder) throws IOException {
    Path file = folder.resolve("key.pem");
    try {
      if (!Files.exists(file)) {
        create(folder, file);
      }
      KeyFactory keys = KeyFactory.getInstance("EC");
      byte[] publicKey = decode(folder.resolve("key.pub"), PUBLIC);
      keys.generatePublic(new X509EncodedKeySpec(publicKey));
      return new SimulatedKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(decode(file, PRIVATE))), publicKey);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no EC key", e);
    }
  }

  private static void create(Path folder, Path file) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair pair = generator.generateKeyPair();
    Files.writeString(folder.resolve("key.pub"), encode(PUBLIC, pair.getPublic().getEncoded()));
    Path fresh =
        Files.createTempFile(
            folder,
            "key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, encode(PRIVATE, pair.getPrivate().getEncoded()));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String encode(String type, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  private static byte[] decode(Path file, String type) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    String head = "-----BEGIN " + type + "-----\n";
    String tail = "\n-----END " + type + "-----\n";
    if (!text.startsWith(head) || !text.endsWith(tail)) {
      throw new IOException(file + " is not a PEM file with a " + type);
    }
    String body = text.substring(head.length(), text.length() - tail.length());
    try {
      return Base64.getDecoder().decode(body.replace("\n", ""));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not base64", e);
    }
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] sign(byte[] message) throws IOException {
    try {
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException("the simulated platform's key does not sign", e);
    }
  }
}
