package dev.vmr.verify.files;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.vmr.ima.pattern.PathPattern;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reference list, of whichever form it was read (docs/ima-policy.md). Immutable. */
public final class FilePolicy {
  /** Paths of which all are excluded only if every path of a file is. */
  private static final List<String> EVERYWHERE =
      List.of("/", "/a", "/usr/bin/sh", "/etc/passwd", "/tmp/1.x");

  private final PolicyFormat format;
  private final Map<String, FileRule> paths;
  private final List<GlobRule> globs;
  private final Map<String, ReferenceDigests> keyrings;
  private final Set<String> ignoredKeyrings;
  private final Map<String, ReferenceDigests> buffers;
  private final @Nullable PathPattern excludes;
  private final List<SigningKey> keys;
  private final boolean violationsAllowed;
  private final boolean unknownAllowed;

  /** A rule for the paths that a glob matches. */
  record GlobRule(PathPattern glob, FileRule rule) {}

  FilePolicy(PolicyFormat format, PolicyDraft draft) {
    this.format = format;
    this.paths = ImmutableMap.copyOf(draft.paths);
    this.globs = ImmutableList.copyOf(draft.globs);
    this.keyrings = ImmutableMap.copyOf(draft.keyrings);
    this.ignoredKeyrings = ImmutableSet.copyOf(draft.ignoredKeyrings);
    this.buffers = ImmutableMap.copyOf(draft.buffers);
    this.excludes = draft.excludes;
    this.keys = ImmutableList.copyOf(draft.keys);
    this.violationsAllowed = draft.violationsAllowed;
    this.unknownAllowed = draft.unknownAllowed;
  }

  /**
   * Reads a reference list.
   *
   * @param format that it must have, or null for any
   * @throws FilePolicyException when it is none
   */
  public static FilePolicy read(InputStream in, @Nullable PolicyFormat format)
      throws FilePolicyException, IOException {
    return PolicyReaders.read(in, format);
  }

  public PolicyFormat format() {
    return format;
  }

  /** The kernel writes an underscore for each space of a path. */
  static String listed(String path) {
    return path.replace(' ', '_');
  }

  /** What is wanted of the file under a path; empty when nothing is said of it. */
  Optional<FileRule> rule(String path) {
    String listed = listed(path);
    FileRule exact = paths.get(listed);
    if (exact != null) {
      return Optional.of(exact);
    }
    return globs.stream()
        .filter(each -> each.glob().matchesAll(listed))
        .map(GlobRule::rule)
        .findFirst();
  }

  /** Whether a path is not looked at. */
  boolean excludes(String path) {
    if (excludes == null) {
      return false;
    }
    return format == PolicyFormat.KEYLIME
        ? excludes.matchesBeginning(path)
        : excludes.matchesAll(listed(path));
  }

  /** Whether it excludes whatever there may be. */
  boolean excludesAll() {
    return excludes != null && EVERYWHERE.stream().allMatch(this::excludes);
  }

  /** The digests that keys on a keyring may have. */
  Optional<ReferenceDigests> keyring(String name) {
    return digests(keyrings, name);
  }

  /** Whether the keys on a keyring are not looked at. */
  boolean ignoresKeyring(String name) {
    return ignoredKeyrings.contains("*") || ignoredKeyrings.contains(name);
  }

  /** The digests that another buffer may have. */
  Optional<ReferenceDigests> buffer(String name) {
    return digests(buffers, name);
  }

  /** A checksum list may have one kind of names for all. */
  private Optional<ReferenceDigests> digests(Map<String, ReferenceDigests> of, String name) {
    ReferenceDigests named = of.get(listed(name));
    return named == null && format == PolicyFormat.CHECKSUMS
        ? rule(name).map(FileRule::digests)
        : Optional.ofNullable(named);
  }

  /** The keys that it brings. */
  List<SigningKey> keys() {
    return keys;
  }

  /** Whether a signature makes up for a digest that is not listed. */
  boolean signatureSuffices() {
    return format != PolicyFormat.VMR;
  }

  /** Whether a key that is listed for a keyring is believed from there on. */
  boolean learnsKeys() {
    return format == PolicyFormat.KEYLIME;
  }

  /** Whether boot_aggregate may be left to others. */
  boolean leavesBootAggregate() {
    return format == PolicyFormat.CHECKSUMS;
  }

  boolean violationsAllowed() {
    return violationsAllowed;
  }

  boolean unknownAllowed() {
    return unknownAllowed;
  }
}
