package dev.vmr.ima.follow;

/** How far behind the list the register is, in entries and in time. */
final class Lag {
  private static final long NANOS = 1_000_000;

  private long behind;
  private long longestNanos;

  /** So many of those behind, the oldest, have been known since then. */
  private long oldest;

  private long sinceNanos;

  /** Since when the others have been known; 0 when there are none. */
  private long laterNanos;

  /** So many entries are in the list and not in the register. */
  synchronized void noticed(long entries) {
    long now = System.nanoTime();
    if (oldest == 0) {
      oldest = entries;
      sinceNanos = now;
      laterNanos = 0;
    } else if (entries > behind && laterNanos == 0) {
      laterNanos = now;
    }
    behind = entries;
    oldest = Math.min(oldest, entries);
  }

  /** One of them is in the register now. */
  synchronized void followed() {
    long now = System.nanoTime();
    if (oldest > 0) {
      longestNanos = Math.max(longestNanos, now - sinceNanos);
      oldest--;
    }
    behind = Math.max(0, behind - 1);
    if (oldest == 0 && behind > 0) {
      oldest = behind;
      sinceNanos = laterNanos == 0 ? now : laterNanos;
      laterNanos = 0;
    }
  }

  /** None is left. */
  synchronized void none() {
    behind = 0;
    oldest = 0;
  }

  synchronized long behind() {
    return behind;
  }

  /** How long the oldest entry that is not in the register has been known. */
  synchronized long millis() {
    return behind == 0 ? 0 : (System.nanoTime() - sinceNanos) / NANOS;
  }

  synchronized long longestMillis() {
    return longestNanos / NANOS;
  }
}
