package dev.vmr.verify.files;

import com.google.common.collect.ImmutableSet;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.jspecify.annotations.Nullable;

/** A public key that signs files: RSA, or on a named curve (docs/ima-policy.md, section 7). */
public final class SigningKey {
  private static final int MIN_RSA = 1024;
  private static final int MAX_RSA = 8192;
  private static final int MAX_EXPONENT = 32;

  private final String name;
  private final ImmutableSet<String> ids;
  private final AsymmetricKeyParameter key;
  private final Digest fingerprint;

  private SigningKey(String name, Set<String> ids, AsymmetricKeyParameter key, Digest fingerprint) {
    this.fingerprint = fingerprint;
    this.name = name;
    this.ids = ImmutableSet.copyOf(ids);
    this.key = key;
  }

  /**
   * The key of a SubjectPublicKeyInfo in DER.
   *
   * @param name under which it is spoken of
   * @return empty when it is none, or of a kind or size that files are not signed with
   */
  public static Optional<SigningKey> ofInfo(String name, byte[] der) {
    try {
      return DerValue.decode(der)
          .flatMap(decoded -> of(name, SubjectPublicKeyInfo.getInstance(decoded)));
    } catch (RuntimeException e) {
      return Optional.empty(); // what Bouncy Castle throws at what is no key
    }
  }

  static Optional<SigningKey> of(String name, SubjectPublicKeyInfo info) {
    try {
      byte[] bits = info.getPublicKeyData().getOctets();
      ASN1ObjectIdentifier kind = info.getAlgorithm().getAlgorithm();
      boolean rsa =
          kind.equals(PKCSObjectIdentifiers.rsaEncryption) && DerValue.decode(bits).isPresent();
      if (!rsa && !kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return Optional.empty();
      }
      AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
      return isUsed(key)
          ? Optional.of(
              new SigningKey(
                  name,
                  Set.of(id(HashAlgorithm.SHA1.hash(bits).hex())),
                  key,
                  HashAlgorithm.SHA256.hash(info.getEncoded(ASN1Encoding.DER))))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // as above
    }
  }

  private static boolean isUsed(AsymmetricKeyParameter key) {
    if (key instanceof RSAKeyParameters rsa) {
      int bits = rsa.getModulus().bitLength();
      int exponent = rsa.getExponent().bitLength();
      return bits >= MIN_RSA && bits <= MAX_RSA && exponent >= 2 && exponent <= MAX_EXPONENT;
    }
    // A curve that came with the key could be anybody's; on that of SM2 nobody signs by ECDSA.
    return key instanceof ECPublicKeyParameters ec
        && ec.getParameters() instanceof ECNamedDomainParameters curve
        && !curve.getName().equals(GMObjectIdentifiers.sm2p256v1);
  }

  /** The last four bytes of an identifier in hex. */
  static String id(String identifier) {
    return identifier.substring(Math.max(0, identifier.length() - 8));
  }

  /** The identifier of a key by its certificate: issuer and serial number. */
  static String id(ASN1Sequence issuerAndSerial) throws IOException {
    return HashAlgorithm.SHA256.hash(issuerAndSerial.getEncoded(ASN1Encoding.DER)).hex();
  }

  /** The same key under a further identifier. */
  SigningKey under(String id) {
    Set<String> all = ImmutableSet.<String>builder().addAll(ids).add(id).build();
    return new SigningKey(name, all, key, fingerprint);
  }

  public String name() {
    return name;
  }

  /**
   * What signatures name it by: eight digits of lower-case hex, one or several; appended ones by 64
   * digits for its certificate, too.
   */
  public Set<String> ids() {
    return ids;
  }

  /**
   * Whether a signature is by this key.
   *
   * @param hash the kernel's name of the algorithm of the digest
   * @param signature PKCS #1 v1.5, or r and s in DER
   */
  public boolean verifies(String hash, byte[] digest, byte[] signature) {
    if (key instanceof RSAKeyParameters rsa) {
      return Pkcs1.verifies(rsa, hash, digest, signature);
    }
    try {
      Optional<ASN1Primitive> decoded = DerValue.decode(signature);
      if (decoded.isEmpty()) {
        return false;
      }
      ASN1Sequence pair = ASN1Sequence.getInstance(decoded.get());
      if (pair.size() != 2 || !Arrays.equals(pair.getEncoded(ASN1Encoding.DER), signature)) {
        return false;
      }
      BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
      BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      return r.signum() > 0 && s.signum() > 0 && signer.verifySignature(digest, r, s);
    } catch (IOException | RuntimeException e) {
      return false; // no ECDSA-Sig-Value
    }
  }

  /** The same key under the same name and identifiers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SigningKey signing
        && fingerprint.equals(signing.fingerprint)
        && name.equals(signing.name)
        && ids.equals(signing.ids);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }
}
