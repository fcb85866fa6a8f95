package dev.vmr.verify.trust;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Public keys as a TPM writes them: TPMT_PUBLIC, TPM2B_PUBLIC (TPM 2.0 part 2, section 12.2.4). */
final class TpmPublicKeys {
  private static final int RSA = 0x0001;
  private static final int ECC = 0x0023;
  private static final int NULL = 0x0010;
  private static final int ECDAA = 0x001A;
  private static final long DEFAULT_EXPONENT = 65537;
  private static final Map<Integer, EcCurve> CURVES =
      Map.of(3, EcCurve.P256, 4, EcCurve.P384, 5, EcCurve.P521);

  private TpmPublicKeys() {}

  /** The key of a TPMT_PUBLIC, with its size before it or without. */
  static Optional<PublicKey> parse(byte[] file) {
    boolean sized =
        file.length > 2 && ((file[0] & 0xFF) << 8 | (file[1] & 0xFF)) == file.length - 2;
    Optional<PublicKey> key = sized ? area(Arrays.copyOfRange(file, 2, file.length)) : area(file);
    return key.isEmpty() && sized ? area(file) : key;
  }

  private static Optional<PublicKey> area(byte[] area) {
    try {
      ByteBuffer in = ByteBuffer.wrap(area);
      int type = u16(in);
      in.position(in.position() + 6); // nameAlg, objectAttributes
      sized(in); // authPolicy
      Optional<PublicKey> key =
          switch (type) {
            case RSA -> rsa(in);
            case ECC -> ecc(in);
            default -> Optional.empty();
          };
      return in.hasRemaining() ? Optional.empty() : key;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty(); // it ends too early
    }
  }

  private static Optional<PublicKey> rsa(ByteBuffer in) {
    skipSymmetric(in);
    skipScheme(in);
    int bits = u16(in);
    long exponent = Integer.toUnsignedLong(in.getInt());
    byte[] modulus = sized(in);
    if (modulus.length * 8 != bits) {
      return Optional.empty();
    }
    return RsaKeys.of(modulus, BigInteger.valueOf(exponent == 0 ? DEFAULT_EXPONENT : exponent))
        .map(PublicKey.class::cast);
  }

  private static Optional<PublicKey> ecc(ByteBuffer in) {
    skipSymmetric(in);
    skipScheme(in);
    EcCurve curve = CURVES.get(u16(in));
    if (u16(in) != NULL) {
      u16(in); // the hash of a key derivation
    }
    byte[] x = sized(in);
    byte[] y = sized(in);
    if (curve == null || x.length > curve.size() || y.length > curve.size()) {
      return Optional.empty();
    }
    byte[] point = new byte[2 * curve.size()];
    System.arraycopy(x, 0, point, curve.size() - x.length, x.length);
    System.arraycopy(y, 0, point, 2 * curve.size() - y.length, y.length);
    return EcKey.of(curve, point).map(EcKey::toPublicKey);
  }

  private static void skipSymmetric(ByteBuffer in) {
    if (u16(in) != NULL) {
      u16(in); // key bits
      u16(in); // mode
    }
  }

  private static void skipScheme(ByteBuffer in) {
    int scheme = u16(in);
    if (scheme != NULL) {
      u16(in); // hash
    }
    if (scheme == ECDAA) {
      u16(in); // count
    }
  }

  private static int u16(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  private static byte[] sized(ByteBuffer in) {
    int size = u16(in);
    if (size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[size];
    in.get(bytes);
    return bytes;
  }
}
