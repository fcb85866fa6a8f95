package dev.vmr.verify.cel;

import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogPlace;

/** A canonical event log cannot be read any further. */
public final class CelFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final EventFinding.Code code;
  private final transient LogPlace place;

  CelFormatException(EventFinding.Code code, LogPlace place, String reason) {
    super(reason);
    this.code = code;
    this.place = place;
  }

  static CelFormatException malformed(LogPlace place, String reason) {
    return new CelFormatException(EventFinding.Code.MALFORMED, place, reason);
  }

  EventFinding.Code code() {
    return code;
  }

  LogPlace place() {
    return place;
  }
}
