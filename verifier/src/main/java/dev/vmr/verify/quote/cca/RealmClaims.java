package dev.vmr.verify.quote.cca;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.trust.CoseKeys;
import dev.vmr.verify.trust.EcCurve;
import dev.vmr.verify.trust.EcKey;
import java.util.List;
import java.util.Optional;

/** The claims of a realm token (docs/quotes.md, section 9.2), as they came. */
final class RealmClaims {
  private static final int REMS = 4;

  private final Optional<String> profile;
  private final byte[] challenge;
  private final byte[] personalization;
  private final String hashName;
  private final byte[] rim;
  private final List<CborItem> rems;
  private final byte[] rak;
  private final HashAlgorithm rakHash;

  RealmClaims(byte[] payload) throws CborFormatException {
    CborMap map = CborReader.parse(payload, CborReader.Mode.WELL_FORMED).asMap();
    Optional<CborItem> stated = map.get(265);
    profile = stated.isPresent() ? Optional.of(stated.get().asText()) : Optional.empty();
    challenge = map.require(10).asBytes(64);
    personalization = map.require(44235).asBytes(64);
    hashName = algorithm(map.require(44236)).kernelName();
    rim = map.require(44238).asBytes();
    rems = map.require(44239).asArray(REMS);
    for (CborItem rem : rems) {
      digest(rem.asBytes(), rem.offset());
    }
    digest(rim, map.require(44238).offset());
    rak = map.require(44237).asBytes();
    rakHash = algorithm(map.require(44240));
  }

  /** An algorithm by its name in IANA's registry of hash functions: {@code sha-256}. */
  static HashAlgorithm algorithm(CborItem item) throws CborFormatException {
    return switch (item.asText()) {
      case "sha-256" -> HashAlgorithm.SHA256;
      case "sha-384" -> HashAlgorithm.SHA384;
      case "sha-512" -> HashAlgorithm.SHA512;
      default -> throw new CborFormatException(item.offset(), "an unknown hash algorithm");
    };
  }

  /** By size, which the values have and the stated name may contradict. */
  private static Digest digest(byte[] value, int offset) throws CborFormatException {
    return switch (value.length) {
      case 32 -> Digest.of(HashAlgorithm.SHA256, value);
      case 48 -> Digest.of(HashAlgorithm.SHA384, value);
      case 64 -> Digest.of(HashAlgorithm.SHA512, value);
      default -> throw new CborFormatException(offset, "a measurement of " + value.length);
    };
  }

  byte[] claimedChallenge() {
    return challenge.clone();
  }

  /** The realm attestation key as it stands in the token: a point, or a COSE_Key. */
  byte[] claimedRakBytes() {
    return rak.clone();
  }

  Optional<EcKey> claimedRak() {
    return rak.length == 2 * EcCurve.P384.size() + 1
        ? EcKey.ofUncompressed(EcCurve.P384, rak)
        : CoseKeys.parse(rak);
  }

  HashAlgorithm claimedRakHash() {
    return rakHash;
  }

  /** Whether all measurements are as long as the stated algorithm has it. */
  boolean isConsistent() throws CborFormatException {
    int size = HashAlgorithm.ofKernelName(hashName).orElseThrow().size();
    for (CborItem rem : rems) {
      if (rem.asBytes().length != size) {
        return false;
      }
    }
    return rim.length == size;
  }

  ImmutableListMultimap<String, QuotedValue> claimedRegisters() throws CborFormatException {
    ImmutableListMultimap.Builder<String, QuotedValue> all = ImmutableListMultimap.builder();
    all.put("rim", QuotedValue.of(digest(rim, 0)));
    for (int i = 0; i < REMS; i++) {
      all.put("rem" + i, QuotedValue.of(digest(rems.get(i).asBytes(), 0)));
    }
    all.put("rpv", QuotedValue.raw(personalization));
    all.put("challenge", QuotedValue.raw(challenge));
    return all.build();
  }

  void claims(ImmutableMap.Builder<String, String> claims) {
    profile.ifPresent(each -> claims.put("realm_profile", PlatformClaims.printable(each)));
    claims.put("realm_hash_algorithm", hashName);
    claims.put("rak_hash_algorithm", rakHash.kernelName());
  }
}
