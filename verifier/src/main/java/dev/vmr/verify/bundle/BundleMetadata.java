package dev.vmr.verify.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * What somebody says about a bundle, and nothing proves (docs/evidence.md, section 4).
 *
 * @param claimedTime when it was made, in whole seconds
 * @param claimedMaker by what
 * @param claimedPlatform on what
 */
public record BundleMetadata(
    Optional<Instant> claimedTime,
    Optional<String> claimedMaker,
    Optional<String> claimedPlatform) {
  private static final int MAX_TEXT = 64;
  private static final int MAX_SIZE = 1024;

  /** Checks the texts; cuts the time to seconds. */
  public BundleMetadata {
    claimedTime = claimedTime.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    if (!fits(claimedMaker) || !fits(claimedPlatform)) {
      throw new IllegalArgumentException("a text of metadata has 1 to 64 printable characters");
    }
  }

  private static boolean fits(Optional<String> text) {
    return text.isEmpty()
        || (!text.get().isEmpty()
            && text.get().length() <= MAX_TEXT
            && text.get().chars().allMatch(c -> c >= ' ' && c <= '~'));
  }

  /**
   * Parses it.
   *
   * @throws BundleFormatException when it is not the one spelling of any
   */
  public static BundleMetadata parse(byte[] text) throws BundleFormatException {
    if (text.length > MAX_SIZE) {
      throw new BundleFormatException("metadata has at most 1024 bytes");
    }
    try {
      JsonNode node = StrictJson.parse(text);
      BundleMetadata metadata =
          new BundleMetadata(
              text(node, "made_at").map(Instant::parse),
              text(node, "made_by"),
              text(node, "platform"));
      if (!Arrays.equals(metadata.format(), text)) {
        throw new BundleFormatException("metadata is not spelled like this");
      }
      return metadata;
    } catch (JsonFormatException | DateTimeException | IllegalArgumentException e) {
      throw new BundleFormatException("metadata: " + e.getMessage());
    }
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue());
  }

  /** The one spelling. */
  public byte[] format() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    claimedTime.ifPresent(time -> node.put("made_at", time.toString()));
    claimedMaker.ifPresent(maker -> node.put("made_by", maker));
    claimedPlatform.ifPresent(platform -> node.put("platform", platform));
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** For people. */
  @Override
  public String toString() {
    return "made"
        + claimedTime.map(time -> " at " + time).orElse("")
        + claimedMaker.map(maker -> " by " + maker).orElse("")
        + claimedPlatform.map(platform -> " on platform " + platform).orElse("");
  }
}
