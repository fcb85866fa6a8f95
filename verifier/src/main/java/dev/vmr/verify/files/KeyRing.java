package dev.vmr.verify.files;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.vmr.ima.FileDigest;
import dev.vmr.ima.signature.FileSignature;
import dev.vmr.ima.signature.KernelHash;
import dev.vmr.register.HashAlgorithm;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The keys that are believed, by what signatures name them by. */
final class KeyRing {
  private static final int MAX_KEYS = 10_000;

  private final ListMultimap<String, SigningKey> keys = ArrayListMultimap.create();

  KeyRing(Collection<SigningKey> keys) {
    keys.forEach(this::add);
  }

  /** Believes another key. False when there are too many already. */
  boolean add(SigningKey key) {
    if (keys.size() >= MAX_KEYS) {
      return false;
    }
    key.ids().stream().filter(id -> !keys.containsEntry(id, key)).forEach(id -> keys.put(id, key));
    return true;
  }

  Collection<SigningKey> all() {
    return keys.values();
  }

  /** Whether a signature of a file's content or fs-verity digest is by one of the keys. */
  Signing check(byte[] attribute, FileDigest claimed) {
    FileSignature signature = FileSignature.of(attribute);
    if (signature instanceof FileSignature.Opaque opaque) {
      return Signing.unsupported(opaque.reason());
    }
    FileSignature.Asymmetric asymmetric = (FileSignature.Asymmetric) signature;
    if (asymmetric.type() == FileSignature.Type.PORTABLE_METADATA) {
      return Signing.unsupported("it is of the file's attributes, which are not in the entry");
    }
    boolean verity = asymmetric.type() == FileSignature.Type.VERITY;
    String kind = verity ? FileDigest.VERITY : FileDigest.IMA;
    if (!claimed.kind().equals(kind)) {
      return Signing.unsupported("it is of a digest of another kind");
    }
    return check(asymmetric, claimed.algorithm(), claimed.toByteArray());
  }

  /**
   * Whether a signature is by one of the keys.
   *
   * @param algorithm of the digest
   * @param digest that version 2 signs, and version 3 with what it is
   */
  Signing check(FileSignature.Asymmetric signature, String algorithm, byte[] digest) {
    Optional<String> named = KernelHash.name(signature.hash());
    if (!named.equals(Optional.of(algorithm))) {
      return Signing.unsupported(
          "it is of a digest by "
              + named.orElse("an unknown algorithm")
              + ", and the list has "
              + algorithm);
    }
    byte[] signed = digest;
    if (signature.version() == 3) {
      Optional<HashAlgorithm> hash = HashAlgorithm.ofKernelName(algorithm);
      if (hash.isEmpty()) {
        return Signing.unsupported("version 3 with " + algorithm);
      }
      signed = hash.get().hash(signature.fileId(digest)).toByteArray();
    }
    return check(signature.claimedKey(), algorithm, signed, signature.value().toByteArray());
  }

  /** Whether a signature of a digest is by one of the keys of an identifier. */
  Signing check(String id, String algorithm, byte[] digest, byte[] signature) {
    List<SigningKey> named = keys.get(id);
    if (named.isEmpty()) {
      return Signing.unknownKey(id);
    }
    List<String> signers =
        named.stream()
            .filter(key -> key.verifies(algorithm, digest, signature))
            .map(SigningKey::name)
            .distinct()
            .toList();
    return signers.isEmpty()
        ? Signing.invalid("its signature is not by the key " + id + " that it names")
        : Signing.valid(signers);
  }
}
