package dev.vmr.verify.cel;

import dev.vmr.register.Digest;
import java.util.List;

/**
 * An entry of IMA whose file may have changed while it was measured. Its digest is of zeros in the
 * kernel's list and it extends FF: some tools write the one into a record, some the other.
 */
final class ImaViolation {
  private ImaViolation() {}

  /** Whether content is an entry of IMA. */
  static boolean isIma(CelContent content) {
    return content instanceof CelContent.ImaTemplate || content instanceof CelContent.ImaTlv;
  }

  /** Whether a record with these digests is one. */
  static boolean is(CelRecord record, List<Digest> digests) {
    return isIma(record.content())
        && !digests.isEmpty()
        && digests.stream().allMatch(each -> each.isZero() || each.equals(ones(each)));
  }

  /** What a record extends its register by. */
  static List<Digest> extension(CelRecord record, List<Digest> digests) {
    return is(record, digests) ? digests.stream().map(ImaViolation::ones).toList() : digests;
  }

  private static Digest ones(Digest like) {
    return Digest.filled(like.algorithm(), 0xFF);
  }
}
