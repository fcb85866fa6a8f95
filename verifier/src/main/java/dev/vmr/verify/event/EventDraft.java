package dev.vmr.verify.event;

import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that a format is still putting together; {@link LogDraft#add} makes it one. */
public final class EventDraft {
  final LogPlace place;
  final String claimedType;
  @Nullable RegisterName register;
  List<Digest> digests = List.of();
  boolean extended;
  Coverage coverage = Coverage.CLAIMED;
  String measuredPart = "";
  byte[] source = {};
  int from;
  int to;
  ContentDecoder decoder = PlainContent::opaque;

  /** An event that extends nothing yet and says nothing yet. */
  public EventDraft(LogPlace place, String claimedType) {
    this.place = place;
    this.claimedType = claimedType;
  }

  /** It extends this register by these digests, one for each bank. */
  public EventDraft extend(RegisterName name, List<Digest> by) {
    register = name;
    digests = by;
    extended = true;
    return this;
  }

  /** It names a register and digests, and extends nothing. */
  public EventDraft mention(@Nullable RegisterName name, List<Digest> unused) {
    register = name;
    digests = unused;
    return this;
  }

  /** Its data is {@code [from, to)} of an array that nobody writes to any more. */
  public EventDraft data(byte[] array, int start, int end, ContentDecoder understanding) {
    source = array;
    from = start;
    to = end;
    decoder = understanding;
    return this;
  }

  /** Its digests are the hash of this part of its data. */
  public EventDraft measured(String part) {
    coverage = Coverage.MEASURED;
    measuredPart = part;
    return this;
  }

  /** Its digests must be the hash of its data, and are not. */
  public EventDraft different() {
    coverage = Coverage.DIFFERENT;
    return this;
  }

  /** Where it begins. */
  public LogPlace place() {
    return place;
  }
}
