package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import java.util.Arrays;
import java.util.List;

/** One event of a firmware log. What its data says is claimed by whoever wrote the log. */
public final class BootEvent {
  static final int NO_ACTION = 0x0000_0003;
  static final int EFI_HCRTM_EVENT = 0x8000_0010;

  private final int pcr;
  private final int type;
  private final List<Digest> digests;
  private final byte[] data;

  BootEvent(int pcr, int type, List<Digest> digests, byte[] data) {
    this.pcr = pcr;
    this.type = type;
    this.digests = ImmutableList.copyOf(digests);
    this.data = data;
  }

  /** The PCR, 0 to 23; -1 in an event that none is extended by. */
  public int pcr() {
    return pcr;
  }

  /** The type of the event (PC Client Platform Firmware Profile, section 10.4.1). */
  public int type() {
    return type;
  }

  /** One digest for each bank that is known here. */
  public List<Digest> digests() {
    return digests;
  }

  /** A copy of the data. */
  public byte[] claimedData() {
    return data.clone();
  }

  boolean begins(byte[] signature) {
    return data.length >= signature.length
        && Arrays.equals(data, 0, signature.length, signature, 0, signature.length);
  }
}
