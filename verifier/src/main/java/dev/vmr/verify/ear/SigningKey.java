package dev.vmr.verify.ear;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.trust.Certificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** The verifier's key for its results (docs/ear.md, section 1). */
public final class SigningKey {
  private static final int MAX_SIZE = 1 << 14;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final ECPrivateKeyParameters key;
  private final boolean large;

  private SigningKey(ECPrivateKeyParameters key, boolean large) {
    this.key = key;
    this.large = large;
  }

  /**
   * The private key of a PEM file.
   *
   * @throws EvidenceException when there is none, or none on P-256 or P-384
   */
  public static SigningKey parse(byte[] pem) throws EvidenceException {
    if (pem.length > MAX_SIZE) {
      throw new EvidenceException("too large for a key");
    }
    List<byte[]> general = Certificates.pemBlocks(pem, "PRIVATE KEY");
    List<byte[]> own = Certificates.pemBlocks(pem, "EC PRIVATE KEY");
    if (general.size() + own.size() != 1) {
      throw new EvidenceException("one private key that is not encrypted is needed, in PEM");
    }
    try {
      return of(own.isEmpty() ? PrivateKeyInfo.getInstance(general.get(0)) : ofSec(own.get(0)));
    } catch (IOException | RuntimeException e) { // Bouncy Castle throws what it likes
      throw new EvidenceException("the private key cannot be read");
    }
  }

  /** RFC 5915; the curve stands in the key. */
  private static PrivateKeyInfo ofSec(byte[] der) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(der);
    ASN1Encodable curve = key.getParametersObject();
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  private static SigningKey of(PrivateKeyInfo info) throws IOException, EvidenceException {
    ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
    boolean large = SECObjectIdentifiers.secp384r1.equals(curve);
    if (!large && !SECObjectIdentifiers.secp256r1.equals(curve)) {
      throw new EvidenceException("a key on P-256 or P-384 is needed");
    }
    AsymmetricKeyParameter key = PrivateKeyFactory.createKey(info);
    if (!(key instanceof ECPrivateKeyParameters ec)) {
      throw new EvidenceException("a key on P-256 or P-384 is needed");
    }
    return new SigningKey(ec, large);
  }

  /** The claims as a JWT in compact form. */
  public String sign(AttestationClaims claims) {
    String header = "{\"alg\":\"" + (large ? "ES384" : "ES256") + "\",\"typ\":\"JWT\"}";
    String signed =
        TEXT.encodeToString(header.getBytes(StandardCharsets.US_ASCII))
            + "."
            + TEXT.encodeToString(claims.payload());
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest()));
    signer.init(true, key);
    BigInteger[] pair = signer.generateSignature(hash(signed.getBytes(StandardCharsets.US_ASCII)));
    int size = large ? 48 : 32;
    byte[] raw = new byte[2 * size];
    System.arraycopy(BigIntegers.asUnsignedByteArray(size, pair[0]), 0, raw, 0, size);
    System.arraycopy(BigIntegers.asUnsignedByteArray(size, pair[1]), 0, raw, size, size);
    return signed + "." + TEXT.encodeToString(raw);
  }

  private Digest digest() {
    return large ? new SHA384Digest() : SHA256Digest.newInstance();
  }

  private byte[] hash(byte[] message) {
    Digest digest = digest();
    digest.update(message, 0, message.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
