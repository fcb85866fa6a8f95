package dev.vmr.ima.signature;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of hash algorithms in signatures and the names of them in lists (kernel {@code
 * include/uapi/linux/hash_info.h}).
 */
public final class KernelHash {
  private static final List<String> NAMES =
      List.of(
          "md4",
          "md5",
          "sha1",
          "rmd160",
          "sha256",
          "sha384",
          "sha512",
          "sha224",
          "rmd128",
          "rmd256",
          "rmd320",
          "wp256",
          "wp384",
          "wp512",
          "tgr128",
          "tgr160",
          "tgr192",
          "sm3",
          "streebog256",
          "streebog512",
          "sha3-256",
          "sha3-384",
          "sha3-512");

  private KernelHash() {}

  /** The kernel's name of the algorithm of that number. */
  public static Optional<String> name(int number) {
    return number >= 0 && number < NAMES.size() ? Optional.of(NAMES.get(number)) : Optional.empty();
  }

  /** The number of the algorithm of that name; -1 when there is none. */
  public static int number(String name) {
    return NAMES.indexOf(name);
  }
}
