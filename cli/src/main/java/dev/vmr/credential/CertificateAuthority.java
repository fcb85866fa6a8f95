package dev.vmr.credential;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key that signs certificates, and who says that it may. Immutable. */
public final class CertificateAuthority {
  static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  /** A certificate that does not end has this end (RFC 5280, section 4.1.2.5). */
  static final Time NEVER = new Time(new ASN1GeneralizedTime("99991231235959Z"));

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BITS = 127;
  private static final int NAME_BYTES = 8;

  private final List<X509CertificateHolder> certificates;
  private final PrivateKey key;
  private final String algorithm;

  /**
   * A CA that was checked.
   *
   * @param certificates its own, then those of its issuers
   */
  CertificateAuthority(List<X509CertificateHolder> certificates, PrivateKey key, String algorithm) {
    this.certificates = ImmutableList.copyOf(certificates);
    this.key = key;
    this.algorithm = algorithm;
  }

  /**
   * A new CA: a root, with a key of its own on P-384 and a name that no other one has.
   *
   * @param from when it begins to be valid; it does not end
   */
  public static CertificateAuthority create(Instant from) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
      generator.initialize(new ECGenParameterSpec("secp384r1"), RANDOM);
      KeyPair pair = generator.generateKeyPair();
      String algorithm = signatureAlgorithm(pair.getPublic()).orElseThrow();
      SubjectPublicKeyInfo subject =
          SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
      byte[] name = new byte[NAME_BYTES];
      RANDOM.nextBytes(name);
      X500Name self = new X500Name("CN=vmr TPM EK CA " + HexFormat.of().formatHex(name));
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              self, serial(), new Time(Date.from(from)), NEVER, self, subject);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new BcX509ExtensionUtils().createSubjectKeyIdentifier(subject));
      ContentSigner signer = signer(pair.getPrivate(), algorithm);
      return new CertificateAuthority(List.of(builder.build(signer)), pair.getPrivate(), algorithm);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no CA is made: " + e.getMessage(), e);
    }
  }

  /** How a CA with such a key signs; empty when it is of no kind that is used here. */
  static Optional<String> signatureAlgorithm(PublicKey key) {
    if (key instanceof RSAKey) {
      boolean pss = key.getAlgorithm().equals("RSASSA-PSS");
      return Optional.of(pss ? "SHA256withRSAandMGF1" : "SHA256withRSA");
    }
    if (key instanceof ECKey ec) {
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      return Optional.of(
          bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA");
    }
    String name = key.getAlgorithm();
    return name.equals("Ed25519") || name.equals("Ed448") ? Optional.of(name) : Optional.empty();
  }

  static ContentSigner signer(PrivateKey key, String algorithm) throws OperatorCreationException {
    return new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(key);
  }

  ContentSigner signer() throws OperatorCreationException {
    return signer(key, algorithm);
  }

  /** A serial number that no other certificate has. */
  static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }

  X509CertificateHolder certificate() {
    return certificates.get(0);
  }

  PrivateKey key() {
    return key;
  }

  /** The certificates between what it signs and a root, each in DER; the root is not among them. */
  public List<byte[]> chain() throws IOException {
    ImmutableList.Builder<byte[]> chain = ImmutableList.builder();
    for (X509CertificateHolder each : certificates) {
      if (!each.getSubject().equals(each.getIssuer())) {
        chain.add(each.getEncoded());
      }
    }
    return chain.build();
  }
}
