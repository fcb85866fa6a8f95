package dev.vmr.verify.bootlog.content;

import dev.vmr.register.HashAlgorithm;

/** Algorithms by number: the kernel's name, or the number itself. */
final class AlgorithmNames {
  private AlgorithmNames() {}

  static String of(int id) {
    return HashAlgorithm.ofTcgId(id)
        .map(HashAlgorithm::kernelName)
        .orElse("0x" + Integer.toHexString(id));
  }
}
