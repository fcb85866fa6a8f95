package dev.vmr.verify.files;

import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.register.HashAlgorithm;
import java.util.Optional;

/** Whether a buffer was wanted: a key on a keyring, a command line (docs/ima-policy.md, 4). */
final class BufferJudge {
  private final FilePolicy policy;
  private final KeyRing keys;

  BufferJudge(FilePolicy policy, KeyRing keys) {
    this.policy = policy;
    this.keys = keys;
  }

  Judgement judge(ImaEntry entry, String name, FileDigest claimed, byte[] buffer) {
    boolean key = KeyFiles.isKey(buffer);
    if (key && policy.ignoresKeyring(name)) {
      return Judgement.of(Outcome.EXCLUDED);
    }
    Optional<HashAlgorithm> algorithm = HashAlgorithm.ofKernelName(claimed.algorithm());
    if (algorithm.isEmpty() || !algorithm.get().hash(buffer).hex().equals(claimed.hex())) {
      String reason = "it is not the hash of the buffer, or by an algorithm that is not known";
      return Judgement.rejected(entry, "ima-buffer-digest", reason);
    }
    Optional<ReferenceDigests> listed = key ? policy.keyring(name) : policy.buffer(name);
    String kind = key ? "key" : "buffer";
    if (listed.isEmpty()) {
      return policy.unknownAllowed()
          ? Judgement.of(Outcome.UNKNOWN_ALLOWED)
          : Judgement.rejected(
              entry,
              "ima-" + kind + "-unknown",
              key ? "no key of this keyring is listed" : "no buffer of this name is listed");
    }
    if (!listed.get().contain(claimed)) {
      return Judgement.rejected(entry, "ima-" + kind + "-differs", "it may have " + listed.get());
    }
    return key ? believed(entry, name, buffer) : Judgement.of(Outcome.BUFFER);
  }

  private Judgement believed(ImaEntry entry, String keyring, byte[] buffer) {
    if (!policy.learnsKeys()) {
      return Judgement.of(Outcome.KEY);
    }
    String label = "a key on " + dev.vmr.ima.Printable.of(keyring);
    Optional<SigningKey> key =
        KeyFiles.certificate(label, buffer).or(() -> SigningKey.ofInfo(label, buffer));
    if (key.isEmpty()) {
      return Judgement.rejected(
          entry, "ima-key-unsupported", "it is no RSA key and no key on a named curve");
    }
    if (!keys.add(key.get())) {
      return Judgement.rejected(entry, "ima-key-unsupported", "there are too many keys");
    }
    return Judgement.of(Outcome.KEY);
  }
}
