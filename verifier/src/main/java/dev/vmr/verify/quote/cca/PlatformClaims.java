package dev.vmr.verify.quote.cca;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The claims of a platform token (docs/quotes.md, section 9.3), as they came. */
final class PlatformClaims {
  private static final HexFormat HEX = HexFormat.of();
  private static final int MAX_COMPONENTS = 64;
  private static final int SECURED = 0x30;
  private static final int NON_CCA_DEBUG = 0x40;
  private static final int RECOVERABLE_DEBUG = 0x50;

  private final String profile;
  private final byte[] challenge;
  private final byte[] implementationId;
  private final byte[] instanceId;
  private final byte[] config;
  private final int lifecycle;
  private final List<CborItem> components;
  private final Optional<CborItem> service;

  PlatformClaims(byte[] payload) throws CborFormatException {
    CborMap map = CborReader.parse(payload, CborReader.Mode.WELL_FORMED).asMap();
    profile = map.require(265).asText();
    challenge = map.require(10).asBytes();
    implementationId = map.require(2396).asBytes(32);
    instanceId = map.require(256).asBytes(33);
    config = map.require(2401).asBytes();
    lifecycle = map.require(2395).asInt(0, 0xFFFF);
    components = map.require(2399).asArray();
    service = map.get(2400);
    if (components.size() > MAX_COMPONENTS) {
      throw new CborFormatException(map.require(2399).offset(), "more than 64 components");
    }
  }

  /** What the platform was asked for: the hash of the realm attestation key. */
  byte[] claimedChallenge() {
    return challenge.clone();
  }

  boolean isSecured() {
    return lifecycle >>> 8 == SECURED;
  }

  boolean claimsDebug() {
    return lifecycle >>> 8 == NON_CCA_DEBUG || lifecycle >>> 8 == RECOVERABLE_DEBUG;
  }

  void claims(ImmutableMap.Builder<String, String> claims) throws CborFormatException {
    claims.put("platform_profile", printable(profile));
    claims.put("implementation_id", HEX.formatHex(implementationId));
    claims.put("instance_id", HEX.formatHex(instanceId));
    claims.put("platform_config", HEX.formatHex(config));
    claims.put("platform_lifecycle", "0x" + HEX.toHexDigits((short) lifecycle));
    claims.put("debug", String.valueOf(claimsDebug()));
    if (service.isPresent()) {
      claims.put("verification_service", printable(service.get().asText()));
    }
    for (int i = 0; i < components.size(); i++) {
      claims.put("platform_component_" + i, component(components.get(i).asMap()));
    }
  }

  /** Type, version and measurement, as far as they are there. */
  private static String component(CborMap map) throws CborFormatException {
    StringBuilder text = new StringBuilder();
    for (int key : new int[] {1, 4}) {
      Optional<CborItem> item = map.get(key);
      text.append(item.isPresent() ? printable(item.get().asText()) : "-").append(' ');
    }
    return text.append(HEX.formatHex(map.require(2).asBytes())).toString();
  }

  static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
