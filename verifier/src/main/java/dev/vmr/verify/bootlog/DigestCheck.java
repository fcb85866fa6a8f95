package dev.vmr.verify.bootlog;

import dev.vmr.register.Digest;
import dev.vmr.verify.bootlog.MeasuredPart.Candidate;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.Hashing;
import dev.vmr.verify.event.LogDraft;
import java.util.List;

/** Whether an event's digests are the hash of what its type says (docs/bootlog.md, section 5). */
final class DigestCheck {
  private final Hashing hashing = new Hashing();
  private final boolean old;

  /**
   * Checks the events of one log.
   *
   * @param old whether it is in the old form, whose firmware had no such rules for versions
   */
  DigestCheck(boolean old) {
    this.old = old;
  }

  /** Says in the event, and if need be among the findings, what its digests prove. */
  void check(EventDraft event, List<Digest> digests, byte[] data, MeasuredPart rule, LogDraft log) {
    List<Digest> computed =
        digests.stream().filter(digest -> hashing.computes(digest.algorithm())).toList();
    if (computed.isEmpty()) {
      return;
    }
    boolean some = false;
    for (Candidate candidate : rule.candidates(data)) {
      long right = computed.stream().filter(digest -> isOf(digest, candidate)).count();
      if (right == computed.size()) {
        event.measured(candidate.name());
        return;
      }
      some |= right > 0;
    }
    boolean lenient = rule == MeasuredPart.VERSION && old;
    if (some || (rule.required(data) && !lenient)) {
      event.different();
      log.find(
          EventFinding.Code.DIGEST_DIFFERS,
          event.place(),
          some
              ? "not all digests are of the data"
              : "the digests are not of the data, though those of this type must be");
    }
  }

  private static boolean isOf(Digest digest, Candidate part) {
    return digest.algorithm().hash(part.part().duplicate()).equals(digest);
  }
}
