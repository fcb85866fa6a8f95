package dev.vmr.verify.cose;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.cbor.CborWriter;
import dev.vmr.verify.trust.EcCurve;
import dev.vmr.verify.trust.EcKey;
import java.util.List;

/**
 * A COSE_Sign1 (RFC 9052, section 4.2), tagged or not, with one of the ECDSA algorithms of RFC
 * 9053, section 2.1, in the protected header and nothing critical in it.
 */
public final class CoseSign1 {
  private static final int TAG = 18;
  private static final int ALG = 1;
  private static final int CRIT = 2;

  private record Algorithm(EcCurve curve, HashAlgorithm hash) {}

  private static final ImmutableMap<Long, Algorithm> ALGORITHMS =
      ImmutableMap.of(
          -7L, new Algorithm(EcCurve.P256, HashAlgorithm.SHA256),
          -35L, new Algorithm(EcCurve.P384, HashAlgorithm.SHA384),
          -36L, new Algorithm(EcCurve.P521, HashAlgorithm.SHA512));

  private final byte[] protectedHeader;
  private final long algorithm;
  private final byte[] payload;
  private final byte[] signature;

  private CoseSign1(byte[] protectedHeader, long algorithm, byte[] payload, byte[] signature) {
    this.protectedHeader = protectedHeader;
    this.algorithm = algorithm;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Parses one.
   *
   * @throws CborFormatException with offset and reason when it is none
   */
  public static CoseSign1 parse(byte[] bytes) throws CborFormatException {
    CborItem item = CborReader.parse(bytes, CborReader.Mode.WELL_FORMED);
    if (item.tag().isPresent()) {
      if (item.asTag() != TAG) {
        throw new CborFormatException(0, "tag 18 expected");
      }
      item = item.tagged();
    }
    List<CborItem> parts = item.asArray(4);
    byte[] header = parts.get(0).asBytes();
    CborMap claims = CborReader.parse(header, CborReader.Mode.WELL_FORMED).asMap();
    if (claims.get(CRIT).isPresent()) {
      throw new CborFormatException(parts.get(0).offset(), "a critical header parameter");
    }
    long algorithm = claims.require(ALG).asLong();
    parts.get(1).asMap();
    return new CoseSign1(header, algorithm, parts.get(2).asBytes(), parts.get(3).asBytes());
  }

  /** The algorithm's number in the COSE registry. */
  public long claimedAlgorithm() {
    return algorithm;
  }

  /** Whether the algorithm is one of those that are known here. */
  public boolean hasKnownAlgorithm() {
    return ALGORITHMS.containsKey(algorithm);
  }

  /** The payload, not believed yet. */
  public byte[] claimedPayload() {
    return payload.clone();
  }

  /** Whether a key has signed header and payload. */
  public boolean isSignedBy(EcKey key) {
    Algorithm known = ALGORITHMS.get(algorithm);
    if (known == null || known.curve() != key.curve()) {
      return false;
    }
    byte[] signed =
        CborWriter.encode(
            Cbor.array(
                Cbor.text("Signature1"),
                Cbor.bytes(protectedHeader),
                Cbor.bytes(new byte[0]),
                Cbor.bytes(payload)));
    return key.verifies(known.hash(), signed, signature);
  }
}
