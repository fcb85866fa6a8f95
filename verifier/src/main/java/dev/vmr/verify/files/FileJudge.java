package dev.vmr.verify.files;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import java.util.Collections;
import java.util.Optional;

/** Whether a file was wanted: its digest, its signature (docs/ima-policy.md, sections 1 to 3). */
final class FileJudge {
  private final FilePolicy policy;
  private final KeyRing keys;
  private final MetadataSignature metadata;

  FileJudge(FilePolicy policy, KeyRing keys) {
    this.policy = policy;
    this.keys = keys;
    this.metadata = new MetadataSignature(keys);
  }

  Judgement judge(ImaEntry entry, Optional<FileRule> rule, FileDigest claimed) {
    return policy.signatureSuffices()
        ? listedOrSigned(entry, rule, claimed)
        : byRule(entry, rule, claimed);
  }

  private Signing signing(ImaEntry entry, FileDigest claimed) {
    if (entry.template().fields().contains("evmsig")) {
      return metadata.check(entry, claimed);
    }
    Signing attribute =
        entry.signature().map(value -> keys.check(value, claimed)).orElseGet(Signing::none);
    if (attribute.valid()) {
      return attribute;
    }
    Signing appended = AppendedSignature.check(entry, keys);
    return appended.state() == Signing.State.NONE ? attribute : appended;
  }

  private Judgement listedOrSigned(ImaEntry entry, Optional<FileRule> rule, FileDigest claimed) {
    Signing signing = signing(entry, claimed);
    if (signing.valid()) {
      return Judgement.of(Outcome.SIGNED);
    }
    boolean invalid = signing.state() == Signing.State.INVALID;
    if (rule.filter(each -> each.digests().contain(claimed)).isPresent()) {
      Judgement listed = Judgement.of(Outcome.LISTED);
      return invalid
          ? listed.warned(entry, "ima-signature-invalid", signing.text() + "; its digest is listed")
          : listed;
    }
    if (invalid) {
      return Judgement.rejected(entry, "ima-signature-invalid", signing.text());
    }
    String also = signing.state() == Signing.State.NONE ? "" : "; " + signing.text();
    return rule.map(each -> differs(entry, each, also)).orElseGet(() -> unknown(entry, also));
  }

  private static Judgement differs(ImaEntry entry, FileRule rule, String also) {
    return Judgement.rejected(entry, "ima-file-differs", "it may have " + rule.digests() + also);
  }

  private Judgement unknown(ImaEntry entry, String also) {
    return policy.unknownAllowed()
        ? Judgement.of(Outcome.UNKNOWN_ALLOWED)
        : Judgement.rejected(entry, "ima-file-unknown", "the path is not listed" + also);
  }

  private Judgement byRule(ImaEntry entry, Optional<FileRule> found, FileDigest claimed) {
    if (found.isEmpty()) {
      return unknown(entry, "");
    }
    FileRule rule = found.get();
    if (!rule.digests().isEmpty() && !rule.digests().contain(claimed)) {
      return differs(entry, rule, "");
    }
    if (rule.signers().isEmpty()) {
      return Judgement.of(Outcome.LISTED);
    }
    Signing signing = signing(entry, claimed);
    boolean wanted =
        rule.signers().contains(FileRule.ANY)
            || !Collections.disjoint(rule.signers(), signing.signers());
    return switch (signing.state()) {
      case NONE -> Judgement.rejected(entry, "ima-signature-missing", signing.text());
      case INVALID -> Judgement.rejected(entry, "ima-signature-invalid", signing.text());
      case UNKNOWN_KEY -> Judgement.rejected(entry, "ima-signature-key", signing.text());
      case UNSUPPORTED -> Judgement.rejected(entry, "ima-signature-unsupported", signing.text());
      case VALID ->
          wanted
              ? Judgement.of(Outcome.SIGNED)
              : Judgement.rejected(
                  entry,
                  "ima-signature-key",
                  signing.text() + ", not by " + String.join(" or ", rule.signers()));
    };
  }
}
