package dev.vmr.verify.bootlog;

import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.ContentDecoder;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.util.List;
import java.util.OptionalLong;

/** The events of firmware where another log carries them (docs/bootlog.md, sections 5 and 6). */
public final class BootEvents {
  private final DigestCheck digests = new DigestCheck(false);
  private final Pcr0Start start = new Pcr0Start();

  /** The name of a type; a number for one that is not known. */
  public static String name(long type) {
    return EventType.name((int) type);
  }

  /** The number of a type. */
  public static OptionalLong code(String name) {
    for (EventType type : EventType.values()) {
      if (type.name().equals(name)) {
        return OptionalLong.of(Integer.toUnsignedLong(type.code()));
      }
    }
    return OptionalLong.empty();
  }

  /** What the data of a type says. */
  public static ContentDecoder decoder(long type) {
    return EventType.decoder((int) type);
  }

  /** Says in the event, and if need be among the findings, what its digests prove. */
  public void check(EventDraft event, List<Digest> by, byte[] data, long type, LogDraft log) {
    digests.check(event, by, data, EventType.measured((int) type), log);
  }

  /** An event that extends no register, but may say what PCR 0 begins with. */
  public void mention(RegisterName register, EventContent content, LogPlace place, LogDraft log) {
    if (register.equals(RegisterFamily.TPM.name(0))) {
      start.mention(content, place, log);
    }
  }

  /** An event that is going to extend a register. */
  public void extend(RegisterName register, long type, LogDraft log) {
    log.firmware();
    if (register.equals(RegisterFamily.TPM.name(0))) {
      start.extend(type, log);
    }
  }
}
