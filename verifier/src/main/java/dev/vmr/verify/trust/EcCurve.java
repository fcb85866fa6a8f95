package dev.vmr.verify.trust;

import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** The curves of the field (FIPS 186-4). */
public enum EcCurve {
  P256("P-256", "secp256r1", 32, "3059301306072a8648ce3d020106082a8648ce3d030107034200"),
  P384("P-384", "secp384r1", 48, "3076301006072a8648ce3d020106052b81040022036200"),
  P521("P-521", "secp521r1", 66, "30819b301006072a8648ce3d020106052b8104002303818600");

  private final String nistName;
  private final int size;

  @SuppressWarnings("ImmutableEnumChecker") // never written, never handed out
  private final byte[] spkiHead;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final ECDomainParameters domain;

  EcCurve(String nistName, String secName, int size, String spkiHead) {
    this.nistName = nistName;
    this.size = size;
    this.spkiHead = HexFormat.of().parseHex(spkiHead);
    this.domain = new ECDomainParameters(CustomNamedCurves.getByName(secName));
  }

  /** The name that JWK and COSE registries use: P-256. */
  public String nistName() {
    return nistName;
  }

  /** The size of a coordinate, and of each half of a raw signature, in bytes. */
  public int size() {
    return size;
  }

  /** The curve of that name. */
  public static Optional<EcCurve> ofNistName(String name) {
    for (EcCurve curve : values()) {
      if (curve.nistName.equals(name)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  /** What stands before the uncompressed point in a SubjectPublicKeyInfo. */
  byte[] spkiHead() {
    return spkiHead.clone();
  }

  ECDomainParameters domain() {
    return domain;
  }
}
