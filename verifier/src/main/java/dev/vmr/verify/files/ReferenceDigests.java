package dev.vmr.verify.files;

import com.google.common.collect.ImmutableSet;
import dev.vmr.ima.FileDigest;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Digests of which one is wanted. Each is hex, {@code algorithm:hex} or {@code
 * verity:algorithm:hex}; hex alone is of any algorithm.
 */
record ReferenceDigests(Set<String> values) {
  private static final int SHOWN = 3;
  private static final Map<String, Integer> SIZES =
      Map.ofEntries(
          Map.entry("md5", 16),
          Map.entry("sha1", 20),
          Map.entry("rmd160", 20),
          Map.entry("sha224", 28),
          Map.entry("sha256", 32),
          Map.entry("sha384", 48),
          Map.entry("sha512", 64),
          Map.entry("sm3", 32),
          Map.entry("streebog256", 32),
          Map.entry("streebog512", 64),
          Map.entry("sha3-256", 32),
          Map.entry("sha3-384", 48),
          Map.entry("sha3-512", 64));

  ReferenceDigests {
    values = ImmutableSet.copyOf(values);
  }

  static ReferenceDigests of(Collection<String> values) {
    return new ReferenceDigests(ImmutableSet.copyOf(values));
  }

  /** These and more. */
  ReferenceDigests plus(ReferenceDigests others) {
    return new ReferenceDigests(
        ImmutableSet.<String>builder().addAll(values).addAll(others.values).build());
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether a digest that a list claims is one of these. */
  boolean contain(FileDigest claimed) {
    return values.contains(claimed.toString())
        || (claimed.kind().equals(FileDigest.IMA) && values.contains(claimed.hex()));
  }

  /** The first of them, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.stream()
        .limit(SHOWN)
        .forEach(value -> text.append(text.isEmpty() ? "" : " or ").append(value));
    return values.size() > SHOWN
        ? text + " or " + (values.size() - SHOWN) + " others"
        : text.toString();
  }

  /** Whether this is lower-case hex of a size that a digest can have. */
  static boolean isHex(String text) {
    if (text.length() < 32 || text.length() > 128 || text.length() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is {@code algorithm:hex} of an algorithm that is known, and of its size. */
  static boolean isNamed(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String hex = text.substring(colon + 1);
    Integer size = SIZES.get(text.substring(0, colon));
    return size != null && isHex(hex) && hex.length() == 2 * size;
  }
}
