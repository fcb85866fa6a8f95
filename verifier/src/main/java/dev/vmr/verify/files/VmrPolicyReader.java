package dev.vmr.verify.files;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.pattern.PathPattern;
import dev.vmr.ima.pattern.PatternFormatException;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads our own form (docs/ima-policy.md, section 3). */
final class VmrPolicyReader {
  /** Its first name. */
  static final String VERSION = "vmr-ima-policy";

  private final JsonReader in;
  private final PolicyDraft draft = new PolicyDraft();
  private final Set<String> keyNames = new HashSet<>();
  private final Set<String> signers = new HashSet<>();
  private boolean files;

  VmrPolicyReader(JsonReader in) {
    this.in = in;
  }

  /** Reads the object of which the first name was read already. */
  PolicyDraft read() throws JsonFormatException, IOException {
    if (in.number() != 1) {
      throw in.failure("only version 1 is known");
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "keys" -> keys();
        case "files" -> {
          files = true;
          rules();
        }
        case "keyrings" -> named(draft.keyrings);
        case "buffers" -> named(draft.buffers);
        case "exclude" -> exclude();
        case "violations" -> draft.violationsAllowed = allows();
        case "unknown" -> draft.unknownAllowed = allows();
        default -> throw in.failure("a name that is not known here");
      }
    }
    if (!files) {
      throw in.failure("there is no \"files\"");
    }
    signers.removeAll(keyNames);
    signers.remove(FileRule.ANY);
    if (!signers.isEmpty()) {
      throw in.failure("a rule names a key that is not among \"keys\"");
    }
    return draft;
  }

  private boolean allows() throws JsonFormatException, IOException {
    String value = in.string();
    if (!value.equals("allow") && !value.equals("reject")) {
      throw in.failure("here is \"allow\" or \"reject\"");
    }
    return value.equals("allow");
  }

  private void keys() throws JsonFormatException, IOException {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (name.equals(FileRule.ANY) || name.isEmpty()) {
        throw in.failure("no key is named \"any\" or nothing");
      }
      List<SigningKey> found = KeyFiles.parseText(name, in.string());
      if (found.isEmpty()) {
        throw in.failure("it holds no RSA key and no key on a named curve");
      }
      keyNames.add(name);
      draft.keys.addAll(found);
    }
    if (keyNames.isEmpty()) {
      throw in.failure("it is empty");
    }
  }

  private void rules() throws JsonFormatException, IOException {
    in.beginArray();
    while (in.nextObject()) {
      String path = null;
      String glob = null;
      ReferenceDigests digests = ReferenceDigests.of(List.of());
      List<String> signedBy = List.of();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        switch (name) {
          case "path" -> path = in.string();
          case "glob" -> glob = in.string();
          case "digests" -> digests = digests();
          case "signed-by" -> signedBy = strings();
          default -> throw in.failure("a name that is not known here");
        }
      }
      if ((path == null) == (glob == null)) {
        throw in.failure("a rule has either a path or a glob");
      }
      if (digests.isEmpty() && signedBy.isEmpty()) {
        throw in.failure("a rule has digests, signed-by, or both");
      }
      signers.addAll(signedBy);
      FileRule rule = new FileRule(digests, signedBy);
      if (glob != null) {
        draft.globs.add(new FilePolicy.GlobRule(globs(List.of(glob)), rule));
      } else if (path != null && draft.paths.put(FilePolicy.listed(path), rule) != null) {
        throw in.failure("there is a rule for this path already");
      }
    }
    if (draft.paths.isEmpty() && draft.globs.isEmpty()) {
      throw in.failure("there is no rule");
    }
  }

  private PathPattern globs(List<String> globs) throws JsonFormatException {
    try {
      return PathPattern.ofGlobs(globs.stream().map(FilePolicy::listed).toList());
    } catch (PatternFormatException e) {
      throw in.failure(String.valueOf(e.getMessage()));
    }
  }

  private void exclude() throws JsonFormatException, IOException {
    draft.excludes = globs(strings());
    if (new FilePolicy(PolicyFormat.VMR, draft).excludesAll()) {
      throw in.failure("it excludes every path");
    }
  }

  private List<String> strings() throws JsonFormatException, IOException {
    List<String> all = new ArrayList<>(1);
    in.beginArray();
    for (String each = in.nextString(); each != null; each = in.nextString()) {
      all.add(each);
    }
    if (all.isEmpty()) {
      throw in.failure("it is empty");
    }
    return all;
  }

  private ReferenceDigests digests() throws JsonFormatException, IOException {
    List<String> all = new ArrayList<>(1);
    String verity = FileDigest.VERITY + ":";
    in.beginArray();
    for (String each = in.nextString(); each != null; each = in.nextString()) {
      String named = each.startsWith(verity) ? each.substring(verity.length()) : each;
      if (!ReferenceDigests.isNamed(named)) {
        throw in.failure("a digest is algorithm:hex, lower case and of the algorithm's size");
      }
      all.add(each);
    }
    if (all.isEmpty()) {
      throw in.failure("it is empty");
    }
    return ReferenceDigests.of(all);
  }

  private void named(Map<String, ReferenceDigests> to) throws JsonFormatException, IOException {
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      PolicyDraft.add(to, name, digests());
    }
    if (to.isEmpty()) {
      throw in.failure("it is empty");
    }
  }
}
