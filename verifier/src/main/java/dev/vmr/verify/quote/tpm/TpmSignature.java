package dev.vmr.verify.quote.tpm;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.quote.wire.QuoteReader;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.RsaKeys;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;

/** A TPMT_SIGNATURE (TPM 2.0 part 2, section 11.3.4) of RSASSA, RSAPSS or ECDSA. */
final class TpmSignature {
  private static final int RSASSA = 0x0014;
  private static final int RSAPSS = 0x0016;
  private static final int ECDSA = 0x0018;
  private static final int MAX_COORDINATE = 66;

  private final int scheme;
  private final HashAlgorithm hash;
  private final byte[] first;
  private final byte[] second;

  private TpmSignature(int scheme, HashAlgorithm hash, byte[] first, byte[] second) {
    this.scheme = scheme;
    this.hash = hash;
    this.first = first;
    this.second = second;
  }

  /**
   * Parses one.
   *
   * @throws QuoteFormatException when it is none, or of another scheme
   */
  static TpmSignature parse(byte[] file) throws QuoteFormatException {
    QuoteReader in = QuoteReader.bigEndian("TPMT_SIGNATURE", file);
    int scheme = in.u16();
    if (scheme != RSASSA && scheme != RSAPSS && scheme != ECDSA) {
      throw new QuoteFormatException("TPMT_SIGNATURE", 0, "a scheme that is not known: " + scheme);
    }
    HashAlgorithm hash =
        HashAlgorithm.ofTcgId(in.u16())
            .filter(each -> each.kernelName().matches("sha(1|256|384|512)"))
            .orElseThrow(() -> in.malformed("an unknown hash algorithm"));
    byte[] first = in.sized16();
    byte[] second = scheme == ECDSA ? in.sized16() : new byte[0];
    in.end();
    return new TpmSignature(scheme, hash, first, second);
  }

  /** An RSASSA signature with SHA-256 that came without its head. */
  static TpmSignature rsassaSha256(byte[] signature) {
    return new TpmSignature(RSASSA, HashAlgorithm.SHA256, signature.clone(), new byte[0]);
  }

  HashAlgorithm hash() {
    return hash;
  }

  /** {@code rsassa-sha256}. */
  String scheme() {
    String name = scheme == RSASSA ? "rsassa" : scheme == RSAPSS ? "rsapss" : "ecdsa";
    return name + "-" + hash.kernelName();
  }

  boolean isOf(PublicKey key, byte[] data) {
    if (scheme == ECDSA) {
      return EcKey.of(key).map(each -> isOf(each, data)).orElse(false);
    }
    if (!(key instanceof RSAPublicKey rsa)) {
      return false;
    }
    if (scheme == RSASSA) {
      return RsaKeys.verifies(rsa, hash, data, first);
    }
    // The salt is as long as the hash (FIPS mode) or as there is room for.
    int room = (rsa.getModulus().bitLength() + 6) / 8 - hash.size() - 2;
    return RsaKeys.verifiesPss(rsa, hash, hash.size(), data, first)
        || RsaKeys.verifiesPss(rsa, hash, room, data, first);
  }

  private boolean isOf(EcKey key, byte[] data) {
    int size = key.curve().size();
    if (first.length > Math.min(size, MAX_COORDINATE) || second.length > size) {
      return false;
    }
    byte[] raw = new byte[2 * size];
    System.arraycopy(first, 0, raw, size - first.length, first.length);
    System.arraycopy(second, 0, raw, 2 * size - second.length, second.length);
    return key.verifies(hash, data, raw);
  }
}
