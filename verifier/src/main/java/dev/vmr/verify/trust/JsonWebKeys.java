package dev.vmr.verify.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Bytes;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Public keys in JSON (RFC 7517, RFC 7518 section 6). */
public final class JsonWebKeys {
  private JsonWebKeys() {}

  /**
   * The keys of a JSON file: a key, a set {@code {"keys": […]}}, or endorsements, which are a list
   * of objects that have the key as their member {@code pkey}.
   */
  static List<PublicKey> parseFile(byte[] file) {
    List<PublicKey> keys = new ArrayList<>();
    try {
      JsonNode json = StrictJson.parse(file);
      for (JsonNode each : json.isArray() ? json : json.path("keys")) {
        of(each.has("pkey") ? each.path("pkey") : each).ifPresent(keys::add);
      }
      of(json).ifPresent(keys::add);
    } catch (JsonFormatException e) {
      return List.of(); // no JSON, so no key
    }
    return keys;
  }

  /** The key of an object; empty when it is none. */
  public static Optional<PublicKey> of(JsonNode key) {
    try {
      return switch (key.path("kty").asText()) {
        case "EC" -> ec(key);
        case "RSA" ->
            RsaKeys.of(base64(key, "n"), new BigInteger(1, base64(key, "e")))
                .map(PublicKey.class::cast);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64url
    }
  }

  private static Optional<PublicKey> ec(JsonNode key) {
    byte[] x = base64(key, "x");
    byte[] y = base64(key, "y");
    return EcCurve.ofNistName(key.path("crv").asText())
        .filter(curve -> x.length == curve.size() && y.length == curve.size())
        .flatMap(curve -> EcKey.of(curve, Bytes.concat(x, y)))
        .map(EcKey::toPublicKey);
  }

  private static byte[] base64(JsonNode key, String name) {
    return Base64.getUrlDecoder().decode(key.path(name).asText());
  }
}
