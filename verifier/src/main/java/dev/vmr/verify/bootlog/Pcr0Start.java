package dev.vmr.verify.bootlog;

import dev.vmr.record.InitialValue;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.bootlog.content.NoAction;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;

/** From which locality the TPM was started decides what PCR 0 begins with (docs/bootlog.md, 3). */
final class Pcr0Start {
  private static final RegisterName PCR0 = RegisterFamily.TPM.name(0);
  private static final int HCRTM_LOCALITY = 4;

  private boolean known;

  /** An event that extends nothing may say it. */
  void mention(EventContent content, LogPlace place, LogDraft draft) {
    if (!(content instanceof NoAction action) || !action.signature().equals(NoAction.LOCALITY)) {
      return;
    }
    long locality = ((Number) action.details().getOrDefault("locality", 0L)).longValue();
    if (locality > HCRTM_LOCALITY) {
      draft.find(EventFinding.Code.INVALID_DATA, place, "there is no locality " + locality);
    } else if (known || draft.isExtended(PCR0)) {
      draft.find(
          EventFinding.Code.MISPLACED_EVENT,
          place,
          "the locality of the start is known already, or comes too late");
    } else {
      begin((int) locality, draft);
    }
  }

  /** So does the first event of PCR 0 if it was measured before there was a start. */
  void extend(long type, LogDraft draft) {
    if ((int) type == EventType.EV_EFI_HCRTM_EVENT.code() && !known) {
      begin(HCRTM_LOCALITY, draft);
    }
  }

  private void begin(int locality, LogDraft draft) {
    known = true;
    if (draft.isExtended(PCR0)) {
      return;
    }
    for (HashAlgorithm bank : HashAlgorithm.values()) {
      draft.startIfExtended(PCR0, new InitialValue(locality).in(bank));
    }
  }
}
