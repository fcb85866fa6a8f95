package dev.vmr.ima.follow;

/** How far behind the list the register is, in entries and in time. */
final class Lag {
  private static final long NANOS = 1_000_000;

  private long behind;
  private long sinceNanos;
  private long longestNanos;

  /**
   * So many entries are in the list and not in the register.
   *
   * @param known whether the oldest of them was noticed before
   */
  synchronized void noticed(long entries, boolean known) {
    if (!known || behind == 0) {
      sinceNanos = System.nanoTime();
    }
    behind = entries;
  }

  /** One of them is in the register now. */
  synchronized void followed() {
    longestNanos = Math.max(longestNanos, System.nanoTime() - sinceNanos);
    behind = Math.max(0, behind - 1);
  }

  /** None is left. */
  synchronized void none() {
    behind = 0;
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
