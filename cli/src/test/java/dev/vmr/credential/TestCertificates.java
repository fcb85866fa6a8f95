package dev.vmr.credential;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and keys as somebody else would make them. */
final class TestCertificates {
  static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2035-01-01T00:00:00Z");

  private TestCertificates() {}

  static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  static KeyPair ec() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  /**
   * A certificate.
   *
   * @param ca whether it says that it is a CA's
   * @param usage what keyUsage says, or 0 for none
   */
  static X509CertificateHolder certificate(
      String subject, KeyPair key, String issuer, KeyPair signer, boolean ca, int usage)
      throws Exception {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.ONE,
            Date.from(FROM),
            Date.from(TO),
            new X500Name("CN=" + subject),
            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (usage != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
  }

  static X509CertificateHolder root(String name, KeyPair key) throws Exception {
    return certificate(name, key, name, key, true, KeyUsage.keyCertSign);
  }

  static byte[] pem(Object... objects) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object each : objects) {
        writer.writeObject(each);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** As {@code openssl genpkey} writes it. */
  static byte[] plain(KeyPair key) throws Exception {
    return pem(new JcaPKCS8Generator(key.getPrivate(), null));
  }

  /** As {@code openssl genpkey -aes256} writes it. */
  static byte[] encrypted(KeyPair key) throws Exception {
    return pem(
        new JcaPKCS8Generator(
            key.getPrivate(),
            new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(CertificateAuthority.PROVIDER)
                .setPassword("secret".toCharArray())
                .build()));
  }

  /** As {@code openssl rsa -aes128 -traditional} writes it. */
  static byte[] encryptedTraditionally(KeyPair key) throws Exception {
    return pem(
        new JcaMiscPEMGenerator(
            key.getPrivate(),
            new JcePEMEncryptorBuilder("AES-128-CBC")
                .setProvider(CertificateAuthority.PROVIDER)
                .build("secret".toCharArray())));
  }
}
