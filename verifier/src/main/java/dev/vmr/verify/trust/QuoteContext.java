package dev.vmr.verify.trust;

import dev.vmr.verify.QuotedPlatform;
import java.time.Instant;

/**
 * What a quote is verified with.
 *
 * @param anchors who is believed
 * @param time at which certificates, revocation lists and collateral must be valid
 * @param endorsements what came beside the quote and is not believed by itself: certificates,
 *     revocation lists, collateral, a signature in a file of its own
 * @param simulatedAllowed whether a quote that proves nothing is asked for
 */
public record QuoteContext(
    TrustAnchors anchors, Instant time, Endorsements endorsements, boolean simulatedAllowed) {

  /** The vendors' roots, nothing beside the quote, and no simulated quotes. */
  public static QuoteContext pinned(Instant time) {
    return new QuoteContext(TrustAnchors.pinned(), time, Endorsements.none(), false);
  }

  /** The same with other anchors. */
  public QuoteContext with(TrustAnchors other) {
    return new QuoteContext(other, time, endorsements, simulatedAllowed);
  }

  /** The same for a platform: other vendors are not believed. */
  public QuoteContext of(QuotedPlatform platform) {
    return with(anchors.of(platform));
  }

  /** The same with other endorsements. */
  public QuoteContext with(Endorsements other) {
    return new QuoteContext(anchors, time, other, simulatedAllowed);
  }

  /** The same, and whether simulated quotes are asked for. */
  public QuoteContext withSimulated(boolean allowed) {
    return new QuoteContext(anchors, time, endorsements, allowed);
  }
}
