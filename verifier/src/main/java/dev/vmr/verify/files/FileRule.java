package dev.vmr.verify.files;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What is wanted of the files under a path.
 *
 * @param digests one of these; none if any will do
 * @param signers a signature by the key of one of these names; none if it needs no signature
 */
record FileRule(ReferenceDigests digests, List<String> signers) {
  /** The name that stands for every key that is believed. */
  static final String ANY = "any";

  FileRule {
    signers = ImmutableList.copyOf(signers);
  }

  static FileRule of(ReferenceDigests digests) {
    return new FileRule(digests, List.of());
  }
}
