package dev.vmr.verify.files;

import dev.vmr.ima.pattern.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reference list while it is read. */
final class PolicyDraft {
  final Map<String, FileRule> paths = new HashMap<>();
  final List<FilePolicy.GlobRule> globs = new ArrayList<>();
  final Map<String, ReferenceDigests> keyrings = new HashMap<>();
  final Set<String> ignoredKeyrings = new HashSet<>();
  final Map<String, ReferenceDigests> buffers = new HashMap<>();
  final List<SigningKey> keys = new ArrayList<>();
  @Nullable PathPattern excludes;
  boolean violationsAllowed;
  boolean unknownAllowed;

  /** Digests that a path may have; those that it may have already stay. */
  void file(String path, ReferenceDigests digests) {
    paths.merge(
        FilePolicy.listed(path),
        FileRule.of(digests),
        (first, second) -> FileRule.of(first.digests().plus(second.digests())));
  }

  static void add(Map<String, ReferenceDigests> to, String name, ReferenceDigests digests) {
    to.merge(FilePolicy.listed(name), digests, ReferenceDigests::plus);
  }
}
