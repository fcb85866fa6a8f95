package dev.vmr.verify.quote.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A document whose signature covers its characters as they are (Intel PCS API, version 4).
 *
 * @param node what it says
 * @param text what is signed
 * @param signature {@code r ‖ s} in hex
 */
record SignedJson(JsonNode node, String text, String signature) {

  /** The member of that name of a response {@code {"<name>": …, "signature": "…"}}. */
  static Optional<SignedJson> ofResponse(byte[] file, JsonNode parsed, String name) {
    JsonNode node = parsed.get(name);
    JsonNode signature = parsed.get("signature");
    if (node == null || !node.isObject() || signature == null || !signature.isTextual()) {
      return Optional.empty();
    }
    String text = memberText(new String(file, StandardCharsets.UTF_8), name);
    return Optional.of(new SignedJson(node, text, signature.asText()));
  }

  /** A document that stands in a string, with its signature in another. */
  static SignedJson ofText(String text, String signature) throws JsonFormatException {
    return new SignedJson(StrictJson.parse(text), text, signature);
  }

  byte[] signedBytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when it is not hex of 64 bytes. */
  byte[] signatureBytes() {
    try {
      byte[] bytes = HexFormat.of().parseHex(signature);
      return bytes.length == 64 ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * The characters of an object that is a member of the outermost one. The text was parsed before,
   * so it is well-formed; names with escapes are not looked for.
   */
  private static String memberText(String text, String name) {
    int depth = 0;
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        int end = endOfString(text, i);
        boolean named = depth == 1 && text.substring(i + 1, end).equals(name);
        if (named && nextIsColon(text, end + 1)) {
          start = text.indexOf('{', end);
        }
        i = end;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == 1 && start >= 0) {
          return text.substring(start, i + 1);
        }
      }
    }
    return "";
  }

  private static int endOfString(String text, int quote) {
    int i = quote + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static boolean nextIsColon(String text, int from) {
    int i = from;
    while (Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return text.charAt(i) == ':';
  }
}
