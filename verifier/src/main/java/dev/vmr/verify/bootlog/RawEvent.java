package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import java.util.List;

/**
 * An event as it stands in the log.
 *
 * @param offset where it begins
 * @param index of its register, -1 for none
 * @param type its type's number
 * @param digests those of algorithms known here
 * @param unknown how many digests are of other algorithms
 * @param from where its data begins
 * @param to where its data ends
 */
public record RawEvent(
    int offset, int index, int type, List<Digest> digests, int unknown, int from, int to) {
  /** Copies the digests. */
  public RawEvent {
    digests = ImmutableList.copyOf(digests);
  }

  boolean extending() {
    return type != EventType.EV_NO_ACTION.code();
  }
}
