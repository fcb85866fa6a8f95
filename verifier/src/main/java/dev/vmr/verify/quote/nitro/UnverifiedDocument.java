package dev.vmr.verify.quote.nitro;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The payload of an attestation document (docs/quotes.md, section 8.1), as it came. */
final class UnverifiedDocument {
  private static final String DIGEST = "SHA384";
  private static final int MAX_PCR = 31;
  private static final int MAX_CERTIFICATES = 16;
  private static final String ENCLAVE = "pcrs";
  private static final String TPM = "nitrotpm_pcrs";
  private static final Set<String> KEYS =
      Set.of(
          "module_id",
          "digest",
          "timestamp",
          ENCLAVE,
          TPM,
          "certificate",
          "cabundle",
          "public_key",
          "user_data",
          "nonce");

  private final QuotedPlatform platform;
  private final String moduleId;
  private final long timestamp;
  private final Map<Integer, Digest> pcrs = new TreeMap<>();
  private final byte[] certificate;
  private final List<byte[]> caBundle = new ArrayList<>();
  private final Optional<byte[]> publicKey;
  private final Optional<byte[]> userData;
  private final Optional<byte[]> nonce;
  private final boolean more;

  UnverifiedDocument(byte[] payload) throws CborFormatException {
    CborMap map = CborReader.parse(payload, CborReader.Mode.WELL_FORMED).asMap();
    moduleId = map.require("module_id").asText();
    CborItem digest = map.require("digest");
    if (!digest.asText().equals(DIGEST)) {
      throw new CborFormatException(digest.offset(), "a digest other than SHA384");
    }
    timestamp = map.require("timestamp").asLong();
    Optional<CborItem> ofTpm = map.get(TPM);
    platform = ofTpm.isPresent() ? QuotedPlatform.NITRO_TPM : QuotedPlatform.NITRO;
    if (ofTpm.isPresent() && map.get(ENCLAVE).isPresent()) {
      throw new CborFormatException(
          ofTpm.get().offset(), "registers of an enclave and of a TPM in one document");
    }
    CborItem registers = ofTpm.isPresent() ? ofTpm.get() : map.require(ENCLAVE);
    for (CborMap.Entry entry : registers.asMap().entries()) {
      pcrs.put(
          entry.key().asInt(0, MAX_PCR),
          Digest.of(HashAlgorithm.SHA384, entry.value().asBytes(HashAlgorithm.SHA384.size())));
    }
    certificate = map.require("certificate").asBytes();
    CborItem bundle = map.require("cabundle");
    for (CborItem each : bundle.asArray()) {
      caBundle.add(each.asBytes());
    }
    if (caBundle.size() > MAX_CERTIFICATES) {
      throw new CborFormatException(bundle.offset(), "more than 16 certificates");
    }
    publicKey = optional(map, "public_key");
    userData = optional(map, "user_data");
    nonce = optional(map, "nonce");
    more = map.entries().stream().anyMatch(each -> !isKnown(each.key()));
  }

  private static boolean isKnown(CborItem key) {
    try {
      return key.is(CborItem.Kind.TEXT) && KEYS.contains(key.asText());
    } catch (CborFormatException e) {
      return false; // the kind was asked
    }
  }

  private static Optional<byte[]> optional(CborMap map, String key) throws CborFormatException {
    Optional<CborItem> item = map.get(key);
    return item.isEmpty() || item.get().isNull()
        ? Optional.empty()
        : Optional.of(item.get().asBytes());
  }

  /** Whose registers they are. */
  QuotedPlatform platform() {
    return platform;
  }

  byte[] claimedCertificate() {
    return certificate.clone();
  }

  List<byte[]> claimedCaBundle() {
    return ImmutableList.copyOf(caBundle);
  }

  Optional<byte[]> claimedNonce() {
    return nonce.map(byte[]::clone);
  }

  /** An enclave in debug mode has zeros in the registers of its image. */
  boolean claimsDebug() {
    if (platform != QuotedPlatform.NITRO) {
      return false;
    }
    for (int pcr = 0; pcr <= 2; pcr++) {
      Digest value = pcrs.get(pcr);
      if (value != null && !value.isZero()) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is something that no document has. */
  boolean hasMore() {
    return more;
  }

  ImmutableListMultimap<String, QuotedValue> claimedRegisters() {
    ImmutableListMultimap.Builder<String, QuotedValue> all = ImmutableListMultimap.builder();
    pcrs.forEach((pcr, value) -> all.put("pcr" + pcr, QuotedValue.of(value)));
    userData.ifPresent(each -> all.put("user_data", QuotedValue.raw(each)));
    publicKey.ifPresent(each -> all.put("public_key", QuotedValue.raw(each)));
    nonce.ifPresent(each -> all.put("nonce", QuotedValue.raw(each)));
    return all.build();
  }

  void claims(ImmutableMap.Builder<String, String> claims) {
    claims.put("module_id", moduleId.replaceAll("[^ -~]", "?"));
    claims.put("timestamp", String.valueOf(timestamp));
    if (platform == QuotedPlatform.NITRO) {
      claims.put("debug", String.valueOf(claimsDebug()));
    }
    userData.ifPresent(each -> claims.put("user_data", HexFormat.of().formatHex(each)));
  }
}
