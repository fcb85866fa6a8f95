package dev.vmr.verify.files;

import dev.vmr.ima.pattern.PathPattern;
import dev.vmr.ima.pattern.PatternFormatException;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads Keylime's runtime policies and older allowlists (docs/ima-policy.md, section 2). */
final class KeylimePolicyReader {
  private static final Set<String> LOG_HASHES = Set.of("sha1", "sha256", "sha384", "sha512");

  private final JsonReader in;
  private final PolicyDraft draft = new PolicyDraft();
  private boolean digests;
  private boolean excluded;
  private boolean wrapped;

  KeylimePolicyReader(JsonReader in) {
    this.in = in;
  }

  /** Reads the object of which the first name was read already. */
  PolicyDraft read(@Nullable String first) throws JsonFormatException, IOException {
    members(first, false);
    if (!digests) {
      throw in.failure("there is no \"digests\"");
    }
    return draft;
  }

  private void members(@Nullable String first, boolean inside)
      throws JsonFormatException, IOException {
    for (String name = first; name != null; name = in.nextName()) {
      switch (name) {
        case "digests", "hashes" -> {
          if (digests) {
            throw in.failure("digests are given twice");
          }
          digests = true;
          digests(draft::file);
        }
        case "keyrings" -> digests(to(draft.keyrings));
        case "ima-buf" -> digests(to(draft.buffers));
        case "excludes", "exclude" -> excludes();
        case "ima" -> ima();
        case "verification-keys" -> draft.keys.addAll(KeylimeKeys.parse(in, in.string()));
        case "meta" -> meta();
        case "release" -> in.number();
        case "allowlist" -> {
          if (inside || wrapped) {
            throw in.failure("there is no such name: allowlist");
          }
          wrapped = true;
          in.beginObject();
          members(in.nextName(), true);
        }
        case "payload", "payloadType", "signatures" ->
            throw in.failure("this is a signed envelope: verify it and take what it contains");
        default -> throw in.failure("a name that is not known here");
      }
    }
  }

  private interface Add {
    void add(String name, ReferenceDigests digests);
  }

  private static Add to(Map<String, ReferenceDigests> map) {
    return (name, digests) -> PolicyDraft.add(map, name, digests);
  }

  private void digests(Add add) throws JsonFormatException, IOException {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      List<String> values = new ArrayList<>(1);
      in.beginArray();
      for (String value = in.nextString(); value != null; value = in.nextString()) {
        if (!ReferenceDigests.isHex(value) && !ReferenceDigests.isNamed(value)) {
          throw in.failure("a digest is lower-case hex, with or without its algorithm before it");
        }
        values.add(value);
      }
      if (values.isEmpty()) {
        throw in.failure("a path or name has at least one digest");
      }
      add.add(name, ReferenceDigests.of(values));
    }
  }

  private void excludes() throws JsonFormatException, IOException {
    if (excluded) {
      throw in.failure("excludes are given twice");
    }
    excluded = true;
    in.beginArray();
    List<String> regexes = new ArrayList<>();
    for (String regex = in.nextString(); regex != null; regex = in.nextString()) {
      if (regex.isEmpty()) {
        throw in.failure("an empty pattern excludes every path");
      }
      regexes.add(regex);
      // Each by itself, so that the place is that of the one that is wrong.
      compile(List.of(regex));
    }
    if (!regexes.isEmpty()) {
      draft.excludes = compile(regexes);
    }
  }

  private PathPattern compile(List<String> regexes) throws JsonFormatException {
    try {
      return PathPattern.ofRegexes(regexes);
    } catch (PatternFormatException e) {
      throw in.failure(String.valueOf(e.getMessage()));
    }
  }

  private void ima() throws JsonFormatException, IOException {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "ignored_keyrings" -> {
          in.beginArray();
          for (String ring = in.nextString(); ring != null; ring = in.nextString()) {
            draft.ignoredKeyrings.add(ring);
          }
        }
        case "log_hash_alg" -> {
          if (!LOG_HASHES.contains(in.string())) {
            throw in.failure("log_hash_alg is sha1, sha256, sha384 or sha512");
          }
        }
        case "dm_policy" -> {
          if (!in.isNull()) {
            throw in.failure("dm_policy: rules for the device mapper are not supported");
          }
        }
        default -> throw in.failure("a name that is not known here");
      }
    }
  }

  private void meta() throws JsonFormatException, IOException {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (name.equals("version")) {
        in.number();
      } else {
        in.skip();
      }
    }
  }
}
