package dev.vmr.verify.trust;

import com.google.common.primitives.Bytes;
import dev.vmr.register.HashAlgorithm;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * A public key on a curve; its point was checked. Signatures go through Bouncy Castle, which here
 * is several times faster than the JDK (docs/decisions/0026).
 */
public final class EcKey {
  private final EcCurve curve;
  private final ECPublicKeyParameters key;

  private EcKey(EcCurve curve, ECPublicKeyParameters key) {
    this.curve = curve;
    this.key = key;
  }

  /** The key of that point, {@code x ‖ y}; empty when it is not on the curve. */
  public static Optional<EcKey> of(EcCurve curve, byte[] point) {
    if (point.length != 2 * curve.size()) {
      return Optional.empty();
    }
    return of(
        curve,
        new BigInteger(1, Arrays.copyOf(point, curve.size())),
        new BigInteger(1, Arrays.copyOfRange(point, curve.size(), point.length)));
  }

  /** The key of that uncompressed point (SEC 1, section 2.3.3): {@code 04 ‖ x ‖ y}. */
  public static Optional<EcKey> ofUncompressed(EcCurve curve, byte[] point) {
    return point.length == 2 * curve.size() + 1 && point[0] == 4
        ? of(curve, Arrays.copyOfRange(point, 1, point.length))
        : Optional.empty();
  }

  /** The same key as of the JDK; empty when it is of another kind or curve. */
  public static Optional<EcKey> of(PublicKey key) {
    if (!(key instanceof ECPublicKey ec)) {
      return Optional.empty();
    }
    ECPoint point = ec.getW();
    for (EcCurve curve : EcCurve.values()) {
      // The whole curve, not only its size: a stranger may have sent his own.
      if (curve.domain().getN().equals(ec.getParams().getOrder())
          && Arrays.equals(
              Arrays.copyOf(ec.getEncoded(), curve.spkiHead().length), curve.spkiHead())) {
        return of(curve, point.getAffineX(), point.getAffineY());
      }
    }
    return Optional.empty();
  }

  private static Optional<EcKey> of(EcCurve curve, BigInteger x, BigInteger y) {
    try {
      return Optional.of(
          new EcKey(
              curve,
              new ECPublicKeyParameters(
                  curve.domain().getCurve().validatePoint(x, y), curve.domain())));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no point of the curve
    }
  }

  public EcCurve curve() {
    return curve;
  }

  /** The SubjectPublicKeyInfo in DER. */
  public byte[] toDer() {
    return Bytes.concat(curve.spkiHead(), key.getQ().getEncoded(false));
  }

  /** The same key for the JDK. */
  public PublicKey toPublicKey() {
    return PublicKeys.der(toDer())
        .orElseThrow(() -> new IllegalStateException("the JDK knows these curves"));
  }

  /** Whether {@code r ‖ s}, each of the curve's size and big-endian, signs the data. */
  public boolean verifies(HashAlgorithm hash, byte[] data, byte[] signature) {
    if (signature.length != 2 * curve.size()) {
      return false;
    }
    return verifies(
        hash,
        data,
        new BigInteger(1, Arrays.copyOf(signature, curve.size())),
        new BigInteger(1, Arrays.copyOfRange(signature, curve.size(), signature.length)));
  }

  boolean verifies(HashAlgorithm hash, byte[] data, BigInteger r, BigInteger s) {
    if (r.signum() <= 0 || s.signum() <= 0) {
      return false;
    }
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    return signer.verifySignature(hash.hash(data).toByteArray(), r, s);
  }
}
