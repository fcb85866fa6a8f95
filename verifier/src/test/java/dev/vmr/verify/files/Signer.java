package dev.vmr.verify.files;

import dev.vmr.ima.signature.FileSignature;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Signs files as a packager does, with the JDK's cryptography. */
final class Signer {
  private final KeyPair pair;
  private final SigningKey key;
  private final String algorithm;

  private Signer(String name, KeyPair pair, String algorithm) {
    this.pair = pair;
    this.algorithm = algorithm;
    this.key = SigningKey.ofInfo(name, pair.getPublic().getEncoded()).orElseThrow();
  }

  static Signer rsa(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new Signer(name, generator.generateKeyPair(), "RSA");
  }

  static Signer ec(String name, String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return new Signer(name, generator.generateKeyPair(), "ECDSA");
  }

  SigningKey key() {
    return key;
  }

  String base64() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  byte[] der() {
    return pair.getPublic().getEncoded();
  }

  long id() {
    return Long.parseLong(key.ids().iterator().next(), 16);
  }

  /** The attribute of that head that signs the SHA-256 of some bytes. */
  private byte[] attribute(int type, int version, byte[] signed) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256with" + algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(signed);
    byte[] value = signer.sign();
    return Lists.concat(
        new byte[] {(byte) type, (byte) version, 4},
        java.nio.ByteBuffer.allocate(4).putInt((int) id()).array(),
        new byte[] {(byte) (value.length >> 8), (byte) value.length},
        value);
  }

  /** Version 2, of content. */
  byte[] sign(String content) throws GeneralSecurityException {
    return attribute(3, 2, Lists.ascii(content));
  }

  /** Version 2 of another type, of some bytes. */
  byte[] sign(int type, byte[] bytes) throws GeneralSecurityException {
    return attribute(type, 2, bytes);
  }

  /** Version 3, of a SHA-256 digest. */
  byte[] signVersion3(FileSignature.Type type, byte[] digest) throws GeneralSecurityException {
    int number = type == FileSignature.Type.VERITY ? 6 : 3;
    return attribute(number, 3, Lists.concat(new byte[] {(byte) number, 4}, digest));
  }
}
