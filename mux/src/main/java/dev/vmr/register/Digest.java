package dev.vmr.register;

import com.google.errorprone.annotations.Immutable;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A digest with its algorithm: exactly {@link HashAlgorithm#size()} opaque bytes.
 *
 * <p>Its one text form is {@code <algorithm>/<lower-case hex>} (docs/log-format.md, section 3),
 * which {@link #toString} prints and {@link #parse} takes, and nothing else.
 */
@Immutable
public final class Digest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] NIBBLES = nibbles();

  private final HashAlgorithm algorithm;

  @SuppressWarnings("Immutable") // never written after construction, never handed out
  private final byte[] value;

  private Digest(HashAlgorithm algorithm, byte[] value) {
    if (value.length != algorithm.size()) {
      throw new IllegalArgumentException(
          "a " + algorithm + " digest has " + algorithm.size() + " bytes, not " + value.length);
    }
    this.algorithm = algorithm;
    this.value = value;
  }

  /**
   * The digest with these bytes, which are copied.
   *
   * @throws IllegalArgumentException when the size is not that of the algorithm
   */
  public static Digest of(HashAlgorithm algorithm, byte[] value) {
    return new Digest(algorithm, value.clone());
  }

  /**
   * The digest in {@code data} at {@code offset}, as many bytes as the algorithm has.
   *
   * @throws IndexOutOfBoundsException when {@code data} ends before the digest does
   */
  public static Digest of(HashAlgorithm algorithm, byte[] data, int offset) {
    if (offset < 0 || offset > data.length - algorithm.size()) {
      throw new IndexOutOfBoundsException(
          "no " + algorithm + " digest at " + offset + " of " + data.length + " bytes");
    }
    return new Digest(algorithm, Arrays.copyOfRange(data, offset, offset + algorithm.size()));
  }

  /** Takes over the array: for callers in this package that made it and forget it. */
  static Digest wrap(HashAlgorithm algorithm, byte[] value) {
    return new Digest(algorithm, value);
  }

  /** The bytes themselves, not a copy: for callers in this package that only read them. */
  byte[] shared() {
    return value;
  }

  /** The digest whose bytes are all {@code fill}: 00 for a fresh register, FF for a violation. */
  public static Digest filled(HashAlgorithm algorithm, int fill) {
    byte[] value = new byte[algorithm.size()];
    Arrays.fill(value, (byte) fill);
    return new Digest(algorithm, value);
  }

  /** The digest of zeros. */
  public static Digest zero(HashAlgorithm algorithm) {
    return filled(algorithm, 0);
  }

  /**
   * Parses {@code <algorithm>/<hex>}.
   *
   * @throws DigestFormatException when it is not the one spelling of a digest
   */
  public static Digest parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new DigestFormatException("expected <algorithm>/<hex>, there is no '/'");
    }
    HashAlgorithm algorithm =
        HashAlgorithm.ofKernelName(text.substring(0, slash))
            .orElseThrow(() -> new DigestFormatException("unknown hash algorithm"));
    return parseHex(algorithm, text, slash + 1);
  }

  /**
   * Parses lower-case hex of exactly the algorithm's length.
   *
   * @throws DigestFormatException when it is anything else
   */
  public static Digest parseHex(HashAlgorithm algorithm, String hex) {
    return parseHex(algorithm, hex, 0);
  }

  private static Digest parseHex(HashAlgorithm algorithm, String text, int start) {
    int digits = 2 * algorithm.size();
    int found = text.length() - start;
    if (found != digits) {
      throw new DigestFormatException(
          "a " + algorithm + " digest has " + digits + " hex digits, not " + found);
    }
    byte[] value = new byte[algorithm.size()];
    int any = 0;
    for (int i = 0, at = start; i < value.length; i++, at += 2) {
      int both = nibble(text.charAt(at)) << 4 | nibble(text.charAt(at + 1));
      any |= both;
      value[i] = (byte) both;
    }
    if (any < 0) {
      throw new DigestFormatException("a digest is written in lower-case hex digits");
    }
    return new Digest(algorithm, value);
  }

  /** The value of a lower-case hex digit; negative when it is none. */
  private static int nibble(char digit) {
    return digit < NIBBLES.length ? NIBBLES[digit] : -1;
  }

  private static byte[] nibbles() {
    byte[] nibbles = new byte['f' + 1];
    Arrays.fill(nibbles, (byte) -1);
    for (int i = 0; i < 16; i++) {
      nibbles[Character.forDigit(i, 16)] = (byte) i;
    }
    return nibbles;
  }

  /** The algorithm that it is said to be made with; the bytes themselves do not show it. */
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return value.clone();
  }

  /** Copies the bytes into {@code target} from {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  /** Feeds the bytes to {@code digest} without a copy. */
  public void update(MessageDigest digest) {
    digest.update(value);
  }

  /** Whether every byte is zero. */
  public boolean isZero() {
    for (byte b : value) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes in lower-case hex, without the algorithm. */
  public String hex() {
    return HEX.formatHex(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that
        && algorithm == that.algorithm
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * algorithm.tcgId() + Arrays.hashCode(value);
  }

  /** {@code <algorithm>/<hex>}, as in a record. */
  @Override
  public String toString() {
    return algorithm.kernelName() + "/" + hex();
  }
}
