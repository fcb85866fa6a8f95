package dev.vmr.verify.bootlog;

import dev.vmr.verify.event.EventFinding;

/** A firmware log cannot be read any further. */
final class BootLogException extends Exception {
  private static final long serialVersionUID = 1L;

  private final EventFinding.Code code;
  private final long offset;

  BootLogException(EventFinding.Code code, long offset, String reason) {
    super(reason);
    this.code = code;
    this.offset = offset;
  }

  static BootLogException malformed(long offset, String reason) {
    return new BootLogException(EventFinding.Code.MALFORMED, offset, reason);
  }

  static BootLogException truncated(long offset) {
    return new BootLogException(
        EventFinding.Code.TRUNCATED, offset, "the log ends inside an event");
  }

  EventFinding.Code code() {
    return code;
  }

  long offset() {
    return offset;
  }
}
