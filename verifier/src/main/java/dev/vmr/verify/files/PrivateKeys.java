package dev.vmr.verify.files;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** The public half of a private key: whoever signs has often nothing else at hand. */
final class PrivateKeys {
  private PrivateKeys() {}

  /** Of a key in PKCS #8, PKCS #1 or SEC 1. */
  static Optional<SigningKey> publicHalf(String name, byte[] der) {
    try {
      Optional<ASN1Primitive> decoded = DerValue.decode(der);
      return decoded.isEmpty()
          ? Optional.empty()
          : info(decoded.get()).flatMap(info -> SigningKey.of(name, info));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // what Bouncy Castle throws at what is no key
    }
  }

  private static Optional<SubjectPublicKeyInfo> info(ASN1Primitive decoded) throws IOException {
    PrivateKeyInfo key = pkcs8(decoded);
    ASN1ObjectIdentifier kind = key.getPrivateKeyAlgorithm().getAlgorithm();
    if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      RSAPrivateKey rsa = RSAPrivateKey.getInstance(key.parsePrivateKey());
      return Optional.of(
          new SubjectPublicKeyInfo(
              key.getPrivateKeyAlgorithm(),
              new RSAPublicKey(rsa.getModulus(), rsa.getPublicExponent())));
    }
    if (PrivateKeyFactory.createKey(key) instanceof ECPrivateKeyParameters ec
        && ec.getParameters() instanceof ECNamedDomainParameters curve) {
      byte[] point = curve.getG().multiply(ec.getD()).normalize().getEncoded(false);
      return Optional.of(new SubjectPublicKeyInfo(key.getPrivateKeyAlgorithm(), point));
    }
    return Optional.empty();
  }

  private static PrivateKeyInfo pkcs8(ASN1Primitive decoded) throws IOException {
    try {
      return PrivateKeyInfo.getInstance(decoded);
    } catch (RuntimeException e) {
      // PKCS #1 or SEC 1: the algorithm is not said, or said inside.
    }
    try {
      RSAPrivateKey rsa = RSAPrivateKey.getInstance(decoded);
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), rsa);
    } catch (RuntimeException e) {
      ECPrivateKey ec = ECPrivateKey.getInstance(decoded);
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.getParametersObject()),
          ec);
    }
  }
}
