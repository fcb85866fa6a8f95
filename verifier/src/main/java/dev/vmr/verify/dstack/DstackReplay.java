package dev.vmr.verify.dstack;

import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds an event of dstack's own to a log. */
final class DstackReplay {
  private DstackReplay() {}

  /**
   * Adds an event.
   *
   * @param claimed its digest as the log has it, or null when it is left out
   * @param version 1 or 2 when the log says so, else 0
   */
  static boolean add(
      LogDraft draft,
      EventDraft event,
      RegisterName register,
      DstackEvent content,
      @Nullable Digest claimed,
      int version) {
    byte[] payload = content.payload().toByteArray();
    event.data(payload, 0, payload.length, unused -> content.content());
    Digest first = content.first();
    Digest second = content.second();
    Digest computed = version == 2 || (claimed != null && second.equals(claimed)) ? second : first;
    Digest by = claimed == null ? computed : claimed;
    event.extend(register, List.of(by));
    if (by.equals(computed)) {
      event.measured(computed.equals(first) ? "event, version 1" : "event, version 2");
      if (computed.equals(first) && content.name().indexOf(':') >= 0) {
        draft.find(
            Code.AMBIGUOUS,
            event.place(),
            "a name with a colon: another name and payload have the same digest");
      }
    } else {
      event.different();
      draft.find(
          Code.DIGEST_DIFFERS, event.place(), "the digest is not of the event in either version");
    }
    return draft.add(event);
  }
}
