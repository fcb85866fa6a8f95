package dev.vmr.verify.policy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that is allowed: a digest, or bytes that nobody measures.
 *
 * @param digest the digest, or null for bytes
 * @param hex the bytes in lower-case hex
 */
public record ReferenceValue(@Nullable Digest digest, String hex) {
  static final String HEX_PREFIX = "hex/";
  private static final int MAX_BYTES = 64;

  static ReferenceValue of(Digest digest) {
    return new ReferenceValue(digest, digest.hex());
  }

  /** The bank that it is of; empty for bytes. */
  public Optional<HashAlgorithm> bank() {
    return Optional.ofNullable(digest).map(Digest::algorithm);
  }

  /**
   * Reads {@code <algorithm>/<hex>} or {@code hex/<hex>}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static ReferenceValue parse(String text) {
    return text.startsWith(HEX_PREFIX)
        ? new ReferenceValue(null, hex(text))
        : of(Digest.parse(text));
  }

  /** The digits of {@code hex/<hex>}. */
  static String hex(String text) {
    String digits = text.startsWith(HEX_PREFIX) ? text.substring(HEX_PREFIX.length()) : "";
    if (!digits.matches("([0-9a-f]{2}){1," + MAX_BYTES + "}")) {
      throw new IllegalArgumentException(
          "bytes are hex/ and 1 to " + MAX_BYTES + " bytes in lower-case hex");
    }
    return digits;
  }

  /** The bytes. */
  public byte[] toByteArray() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return digest == null ? HEX_PREFIX + hex : digest.toString();
  }
}
