package dev.vmr.verify.event;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that nobody changes. */
@Immutable
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  @SuppressWarnings("Immutable") // never written after construction, never handed out
  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of an array. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy of {@code bytes[from, to)}. */
  public static Bytes of(byte[] bytes, int from, int to) {
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  public int size() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** In lower-case hex. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The size, never the content. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
