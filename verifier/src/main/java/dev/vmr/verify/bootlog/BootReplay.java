package dev.vmr.verify.bootlog;

import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.bootlog.content.NoAction;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.util.Arrays;
import java.util.List;

/** Replays the events of a firmware log (docs/bootlog.md, section 3). */
final class BootReplay {
  private static final RegisterName PCR0 = RegisterFamily.TPM.name(0);
  private static final int HCRTM_LOCALITY = 4;

  private final byte[] log;
  private final BootLogReader reader;
  private final RegisterFamily family;
  private final DigestCheck digests;
  private final BootStructure structure;
  private boolean started;

  /** Replays a log as the registers of a family. */
  BootReplay(byte[] log, BootLogReader reader, RegisterFamily family, boolean headless) {
    this.log = log;
    this.reader = reader;
    this.family = family;
    this.digests = new DigestCheck(reader.old());
    this.structure = new BootStructure(family, headless);
  }

  void add(List<RawEvent> events, LogDraft draft) {
    for (RawEvent event : events) {
      if (!add(event, draft)) {
        return;
      }
    }
    structure.finish(reader.sizes(), draft, LogPlace.offset(reader.offset()));
  }

  private boolean add(RawEvent raw, LogDraft draft) {
    EventDraft event =
        new EventDraft(LogPlace.offset(raw.offset()), EventType.name(raw.type()))
            .data(log, raw.from(), raw.to(), EventType.decoder(raw.type()));
    byte[] data = Arrays.copyOfRange(log, raw.from(), raw.to());
    EventContent content = EventType.decoder(raw.type()).decode(data);
    if (content.form() == EventContent.Form.INVALID) {
      draft.find(EventFinding.Code.INVALID_DATA, event.place(), content.text());
    }
    if (!raw.extending()) {
      event.mention(raw.index() < 0 ? null : family.name(raw.index()), raw.digests());
      if (content instanceof NoAction action) {
        locality(action, event, draft);
      }
      return draft.add(event);
    }
    if (raw.index() == 0 && raw.type() == EventType.EV_EFI_HCRTM_EVENT.code() && !started) {
      start(HCRTM_LOCALITY, draft);
    }
    event.extend(family.name(raw.index()), raw.digests());
    digests.check(event, raw.digests(), data, EventType.measured(raw.type()), draft);
    structure.add(raw, event, draft);
    return draft.add(event);
  }

  /** From which locality the TPM was started decides what PCR 0 begins with. */
  private void locality(NoAction action, EventDraft event, LogDraft draft) {
    if (!action.signature().equals(NoAction.LOCALITY) || family != RegisterFamily.TPM) {
      return;
    }
    long locality = ((Number) action.details().getOrDefault("locality", 0L)).longValue();
    if (locality > HCRTM_LOCALITY) {
      draft.find(EventFinding.Code.INVALID_DATA, event.place(), "there is no locality " + locality);
    } else if (started || draft.isExtended(PCR0)) {
      draft.find(
          EventFinding.Code.MISPLACED_EVENT,
          event.place(),
          "the locality of the start is known already, or comes too late");
    } else {
      start((int) locality, draft);
    }
  }

  private void start(int locality, LogDraft draft) {
    started = true;
    if (draft.isExtended(PCR0)) {
      return;
    }
    List<HashAlgorithm> banks =
        reader.old()
            ? List.of(HashAlgorithm.SHA1)
            : reader.sizes().keySet().stream()
                .flatMap(id -> HashAlgorithm.ofTcgId(id).stream())
                .toList();
    for (HashAlgorithm bank : banks) {
      Digest value = new InitialValue(locality).in(bank);
      draft.startIfExtended(PCR0, value);
    }
  }
}
