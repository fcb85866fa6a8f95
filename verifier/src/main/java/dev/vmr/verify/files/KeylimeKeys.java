package dev.vmr.verify.files;

import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The keys of a Keylime policy: JSON in a string (docs/ima-policy.md, section 2). */
final class KeylimeKeys {
  private static final long MAX_ID = 0xFFFFFFFFL;

  private KeylimeKeys() {}

  /**
   * The keys in a string.
   *
   * @param outer where the string stands, for the place of an error
   */
  static List<SigningKey> parse(JsonReader outer, String text)
      throws JsonFormatException, IOException {
    if (text.isEmpty() || text.equals("[]")) {
      return List.of(); // both are written for none
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonReader in = new JsonReader(new ByteArrayInputStream(bytes))) {
      List<SigningKey> keys = read(in);
      in.end();
      return keys;
    } catch (JsonFormatException e) {
      throw outer.failure("verification-keys: " + e.getMessage());
    }
  }

  private static List<SigningKey> read(JsonReader in) throws JsonFormatException, IOException {
    List<String> encoded = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (name.equals("pubkeys")) {
        in.beginArray();
        for (String key = in.nextString(); key != null; key = in.nextString()) {
          encoded.add(key);
        }
      } else if (name.equals("keyids")) {
        in.beginArray();
        for (Optional<Long> id = in.nextNumber(); id.isPresent(); id = in.nextNumber()) {
          ids.add(id.get());
        }
      } else {
        throw in.failure("a name that is not known here");
      }
    }
    if (ids.size() > encoded.size()) {
      throw in.failure("there are more keyids than pubkeys");
    }
    List<SigningKey> keys = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      String label = "key " + (i + 1) + " of the policy";
      SigningKey key = key(in, encoded.get(i), label);
      // Zero is no identifier there either: it is made of the key then.
      long id = i < ids.size() ? ids.get(i) : 0;
      if (id > MAX_ID) {
        throw in.failure(label + ": an identifier has 32 bits");
      }
      keys.add(id == 0 ? key : key.under("%08x".formatted(id)));
    }
    return keys;
  }

  private static SigningKey key(JsonReader in, String encoded, String label)
      throws JsonFormatException {
    try {
      return SigningKey.ofInfo(label, Base64.getDecoder().decode(encoded))
          .orElseThrow(() -> in.failure(label + " is no RSA key and no key on a named curve"));
    } catch (IllegalArgumentException e) {
      throw in.failure(label + " is not Base64");
    }
  }
}
