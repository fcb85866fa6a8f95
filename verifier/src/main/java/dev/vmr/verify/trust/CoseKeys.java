package dev.vmr.verify.trust;

import com.google.common.primitives.Bytes;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import java.util.Map;
import java.util.Optional;

/** Public keys on curves in CBOR (RFC 9053, section 7.1). */
public final class CoseKeys {
  private static final int KTY = 1;
  private static final int EC2 = 2;
  private static final int CRV = -1;
  private static final int X = -2;
  private static final int Y = -3;
  private static final Map<Long, EcCurve> CURVES =
      Map.of(1L, EcCurve.P256, 2L, EcCurve.P384, 3L, EcCurve.P521);

  private CoseKeys() {}

  /** The key that these bytes are; empty when they are none. */
  public static Optional<EcKey> parse(byte[] bytes) {
    try {
      CborMap map = CborReader.parse(bytes, CborReader.Mode.WELL_FORMED).asMap();
      if (!map.require(KTY).isInteger(EC2) || map.get(X).isEmpty()) {
        return Optional.empty();
      }
      EcCurve curve = CURVES.get(map.require(CRV).asLong());
      CborItem y = map.require(Y);
      return curve == null || !y.is(CborItem.Kind.BYTES)
          ? Optional.empty()
          : EcKey.of(
              curve, Bytes.concat(map.require(X).asBytes(curve.size()), y.asBytes(curve.size())));
    } catch (CborFormatException e) {
      return Optional.empty();
    }
  }
}
