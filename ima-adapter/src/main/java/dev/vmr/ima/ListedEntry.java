package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of an entry is needed to compare it once the reader has gone on.
 *
 * @param number in its list, from 1
 * @param claimedPath the path, or empty
 * @param template the template digest
 * @param violation whether it is one
 * @param hashes the hash of the data in each bank; an opaque entry has none
 */
record ListedEntry(
    long number,
    String claimedPath,
    Digest template,
    boolean violation,
    Map<HashAlgorithm, Digest> hashes) {

  static ListedEntry of(ImaEntry entry, Collection<HashAlgorithm> banks) {
    Map<HashAlgorithm, Digest> hashes = new EnumMap<>(HashAlgorithm.class);
    if (!entry.opaque() && !entry.violation()) {
      banks.forEach(bank -> hashes.put(bank, entry.hash(bank)));
    }
    return new ListedEntry(
        entry.number(), entry.path().orElse(""), entry.templateDigest(), entry.violation(), hashes);
  }

  /** Whether a kernel extends the register by this for the entry. */
  boolean explains(List<Digest> extension) {
    return extension.stream().allMatch(this::explains);
  }

  private boolean explains(Digest digest) {
    HashAlgorithm bank = digest.algorithm();
    if (violation) {
      return digest.equals(Digest.filled(bank, 0xFF))
          || isPaddedOf(digest, Digest.filled(HashAlgorithm.SHA1, 0xFF));
    }
    Digest hash = hashes.get(bank);
    if (hash == null && bank == template.algorithm()) {
      hash = template;
    }
    return (hash != null && digest.equals(hash))
        || sha1().filter(sha1 -> isPaddedOf(digest, sha1)).isPresent();
  }

  private static boolean isPaddedOf(Digest digest, Digest sha1) {
    return digest.algorithm().size() > HashAlgorithm.SHA1.size()
        && digest.equals(ImaBank.padded(sha1, digest.algorithm()));
  }

  /** What the padded rule pads. */
  Optional<Digest> sha1() {
    return template.algorithm() == HashAlgorithm.SHA1
        ? Optional.of(template)
        : Optional.ofNullable(hashes.get(HashAlgorithm.SHA1));
  }

  /** Whether both are the same measurement. */
  boolean same(ListedEntry other) {
    return template.equals(other.template) && violation == other.violation;
  }
}
