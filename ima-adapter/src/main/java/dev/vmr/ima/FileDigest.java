package dev.vmr.ima;

import java.util.HexFormat;

/**
 * The digest of a file, as a digest field has it (docs/ima.md, section 4). It is claimed until the
 * list has been compared with a register.
 *
 * @param kind {@code ima} for the digest of a file's content, {@code verity} for fs-verity's
 * @param algorithm the kernel's name of the algorithm, which need not be one that we know
 * @param hex the digest in lower-case hex
 */
public record FileDigest(String kind, String algorithm, String hex) {
  /** A digest of a file's content. */
  public static final String IMA = "ima";

  /** The root digest of fs-verity. */
  public static final String VERITY = "verity";

  /** The digest's bytes. */
  public byte[] toByteArray() {
    return HexFormat.of().parseHex(hex);
  }

  /** {@code algorithm:hex}, with {@code verity:} before it for fs-verity. */
  @Override
  public String toString() {
    return (kind.equals(IMA) ? "" : kind + ":") + algorithm + ":" + hex;
  }
}
