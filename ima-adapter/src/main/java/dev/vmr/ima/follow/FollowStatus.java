package dev.vmr.ima.follow;

/**
 * How a follower stands.
 *
 * @param state what it does
 * @param entries how many entries have extended the register, in all
 * @param behind how many entries are in the list and not in the register yet
 * @param lagMillis for how long the oldest of them has been known; 0 when there is none
 * @param longestLagMillis the longest that any entry has waited since the follower was started
 * @param gaps how often, since the follower was started, entries may have been deleted from the
 *     list that it had not seen
 * @param reason why it waits or has failed, or empty
 */
public record FollowStatus(
    State state,
    long entries,
    long behind,
    long lagMillis,
    long longestLagMillis,
    long gaps,
    String reason) {

  /** What a follower does. */
  public enum State {
    /** Nothing keeps it from following. */
    FOLLOWING("following"),
    /** The list or the register cannot be used just now; it tries again. */
    WAITING("waiting"),
    /** It does nothing more: what it would extend would not be the list. */
    FAILED("failed");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The stable spelling. */
    public String text() {
      return text;
    }
  }
}
