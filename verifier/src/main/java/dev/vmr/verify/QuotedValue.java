package dev.vmr.verify;

import com.google.errorprone.annotations.Immutable;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a quote: a digest where the platform measures, otherwise bytes that somebody has
 * chosen, such as report data.
 */
@Immutable
public final class QuotedValue {
  private final @Nullable Digest digest;

  @SuppressWarnings("Immutable") // never written after construction, never handed out
  private final byte[] bytes;

  private QuotedValue(@Nullable Digest digest, byte[] bytes) {
    this.digest = digest;
    this.bytes = bytes;
  }

  /** A measured value. */
  public static QuotedValue of(Digest digest) {
    return new QuotedValue(digest, digest.toByteArray());
  }

  /** Bytes that somebody has chosen, which are copied. */
  public static QuotedValue raw(byte[] bytes) {
    return new QuotedValue(null, bytes.clone());
  }

  /** The digest of a measured value. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /**
   * The value as a digest of that algorithm: for a measured value of another algorithm, and for
   * bytes of another size, there is none.
   */
  public Optional<Digest> as(HashAlgorithm algorithm) {
    if (digest != null) {
      return Optional.of(digest).filter(each -> each.algorithm() == algorithm);
    }
    return bytes.length == algorithm.size()
        ? Optional.of(Digest.of(algorithm, bytes))
        : Optional.empty();
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Whether every byte is zero. */
  public boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes in lower-case hex, without an algorithm. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QuotedValue that
        && Arrays.equals(bytes, that.bytes)
        && digest().equals(that.digest());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code <algorithm>/<hex>} of a measured value, otherwise hex. */
  @Override
  public String toString() {
    return digest != null ? digest.toString() : hex();
  }
}
