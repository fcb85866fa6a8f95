package dev.vmr.verify.cel;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.event.LogPlace;
import java.util.List;

/**
 * A record of a canonical event log.
 *
 * @param place where it begins in what it was read from
 * @param number counted for each register, from 0
 * @param index its register
 * @param digests one for each bank, none twice
 * @param content what it records
 */
public record CelRecord(
    LogPlace place, long number, CelIndex index, List<CelDigest> digests, CelContent content) {
  static final int MAX_DIGESTS = 16;

  /** Checks the digests. */
  public CelRecord {
    digests = ImmutableList.copyOf(digests);
    long different = digests.stream().map(CelDigest::algorithm).distinct().count();
    if (digests.size() > MAX_DIGESTS || different != digests.size()) {
      throw new IllegalArgumentException("more than 16 digests, or one algorithm twice");
    }
  }

  /** Whether it extends its register. */
  public boolean measured() {
    if (content instanceof CelContent.Management management) {
      return management.measured();
    }
    return !(content instanceof CelContent.PcClient event)
        || event.eventType() != CelContent.PcClient.NO_ACTION;
  }

  /** The same record at another place in its register's count. */
  public CelRecord numbered(long next) {
    return new CelRecord(place, next, index, digests, content);
  }
}
