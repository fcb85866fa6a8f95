package dev.vmr.verify.event;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event of a log. What it claims is believed as far as {@link #coverage} goes. */
public final class LoggedEvent {
  private final LogPlace place;
  private final @Nullable RegisterName register;
  private final List<Digest> digests;
  private final boolean extended;
  private final String claimedType;
  private final Coverage coverage;
  private final String measuredPart;
  private final byte[] source;
  private final int from;
  private final int to;
  private final ContentDecoder decoder;

  LoggedEvent(EventDraft draft) {
    this.place = draft.place;
    this.register = draft.register;
    this.digests = ImmutableList.copyOf(draft.digests);
    this.extended = draft.extended;
    this.claimedType = draft.claimedType;
    this.coverage = draft.coverage;
    this.measuredPart = draft.measuredPart;
    this.source = draft.source;
    this.from = draft.from;
    this.to = draft.to;
    this.decoder = draft.decoder;
  }

  /** Where it begins. */
  public LogPlace place() {
    return place;
  }

  /** The register that it names: {@code pcr7 rtmr0 mrtd nv01d10200 mr_app}; empty when none. */
  public Optional<RegisterName> register() {
    return Optional.ofNullable(register);
  }

  /** What it extends the register by, in the order of the log; only algorithms known here. */
  public List<Digest> digests() {
    return digests;
  }

  /** Whether it extends its register at all. */
  public boolean extended() {
    return extended;
  }

  /** The name of its type in its format, such as {@code EV_SEPARATOR}; in no digest. */
  public String claimedType() {
    return claimedType;
  }

  /** How much the digests prove of the data. */
  public Coverage coverage() {
    return coverage;
  }

  /** Which part of the data the digests are of, for people; empty unless measured. */
  public String measuredPart() {
    return measuredPart;
  }

  /** A copy of its data. */
  public byte[] claimedData() {
    return Arrays.copyOfRange(source, from, to);
  }

  /** What its data says; decoded anew by each call. */
  public EventContent claimedContent() {
    return decoder.decode(claimedData());
  }
}
