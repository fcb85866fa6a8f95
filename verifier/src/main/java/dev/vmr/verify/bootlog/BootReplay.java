package dev.vmr.verify.bootlog;

import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.util.Arrays;
import java.util.List;

/** Replays the events of a firmware log (docs/bootlog.md, section 3). */
final class BootReplay {
  private final byte[] log;
  private final BootLogReader reader;
  private final RegisterFamily family;
  private final DigestCheck digests;
  private final BootStructure structure;
  private final Pcr0Start start = new Pcr0Start();
  private final boolean headless;

  /** Replays a log as the registers of a family. */
  BootReplay(byte[] log, BootLogReader reader, RegisterFamily family, boolean headless) {
    this.log = log;
    this.reader = reader;
    this.family = family;
    this.digests = new DigestCheck(reader.old());
    this.structure = new BootStructure(family, headless);
    this.headless = headless;
  }

  void add(List<RawEvent> events, LogDraft draft) {
    if (!headless) {
      draft.firmware();
    }
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
      if (family == RegisterFamily.TPM) {
        start.mention(content, event.place(), draft);
      }
      return draft.add(event);
    }
    if (raw.index() == 0 && family == RegisterFamily.TPM) {
      start.extend(raw.type(), draft);
    }
    event.extend(family.name(raw.index()), raw.digests());
    digests.check(event, raw.digests(), data, EventType.measured(raw.type()), draft);
    structure.add(raw, event, draft);
    return draft.add(event);
  }
}
