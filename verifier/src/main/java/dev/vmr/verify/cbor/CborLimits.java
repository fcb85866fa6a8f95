package dev.vmr.verify.cbor;

/**
 * How much a reader takes before it gives up.
 *
 * @param depth how many arrays, maps and tags may stand within each other
 * @param items how many data items one call of {@link CborReader#readItem} may read; each costs
 *     some sixty bytes of memory
 */
public record CborLimits(int depth, int items) {
  /** Enough for every quote, token and bundle: 16 levels, 65,536 data items. */
  public static final CborLimits DEFAULT = new CborLimits(16, 1 << 16);

  /** Checks that a reader can work with them. */
  public CborLimits {
    if (depth < 1 || depth > 256 || items < 1) {
      throw new IllegalArgumentException("a depth from 1 to 256 and at least one data item");
    }
  }
}
