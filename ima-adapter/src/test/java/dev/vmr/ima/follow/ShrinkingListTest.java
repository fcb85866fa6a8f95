package dev.vmr.ima.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.ima.ImaLists;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Lists that are staged and deleted while they are followed: docs/ima.md, section 9. */
class ShrinkingListTest extends FollowedList {
  /** All is staged, new entries come, the staged ones are deleted. */
  @Test
  void aListThatIsStagedAndDeletedIsFollowed() throws Exception {
    byte[] nothing = {};
    move(nothing, entries(0, 10));
    try (ImaFollower follower = follow()) {
      await(10);
      move(entries(0, 12), entries(12, 15)); // two more were added just before
      await(15);
      assertReplayOf(entries(0, 15));
      move(nothing, entries(12, 18));
      await(18);
      // The first ones of the current list are deleted.
      move(nothing, entries(16, 20));
      await(20);
      assertReplayOf(entries(0, 20));
      assertThat(follower.status().state()).isEqualTo(FollowStatus.State.FOLLOWING);
    }
    restart(FIRST);
    try (ImaFollower follower = follow()) {
      append(entries(20, 25));
      await(25);
      assertReplayOf(entries(0, 25));
      assertThat(follower.status().entries()).isEqualTo(25);
    }
  }

  private static byte[] violations(int count) {
    byte[] all = {};
    for (int i = 0; i < count; i++) {
      all = ImaLists.concat(all, ImaLists.violation("/log", ByteOrder.LITTLE_ENDIAN));
    }
    return all;
  }

  /** Deleted before it was looked at: nobody can have it, and it is said. */
  @Test
  void entriesThatMayBeMissingAreReported() throws Exception {
    byte[] nothing = {};
    move(nothing, entries(0, 10));
    try (ImaFollower follower = follow()) {
      await(10);
      assertThat(follower.status().gaps()).isZero();
      move(nothing, entries(12, 14));
      awaitGap(follower, 10);
      await(12);
      assertReplayOf(ImaLists.concat(entries(0, 10), entries(12, 14)));
      assertThat(follower.status().state()).isEqualTo(FollowStatus.State.FOLLOWING);
    }
    restart(FIRST);
    move(nothing, nothing);
    try (ImaFollower follower = follow()) {
      awaitGap(follower, 12);
    }
    restart(FIRST);
    try (ImaFollower follower = follow()) {
      await(12);
      assertThat(follower.status().gaps()).as("said once").isZero();
    }
    assertThat(log().lines().filter("mr_ima ima.gap after/12"::equals)).hasSize(1);
  }

  @Test
  void aListThatHasLostItsBeginningIsFollowedFromWhereItBegins() throws Exception {
    move(new byte[0], entries(3, 5));
    try (ImaFollower follower = follow()) {
      awaitGap(follower, 0);
      await(2);
      assertReplayOf(entries(3, 5));
      assertThat(follower.status().gaps()).isEqualTo(1);
    }
  }

  /**
   * A list with its beginning was not deleted from: then it has to be the one that was followed.
   */
  @Test
  void anotherListIsRefusedEvenIfItCouldBeDeletedFrom() throws Exception {
    move(new byte[0], entries(0, 6));
    try (ImaFollower follower = follow()) {
      await(6);
      assertThat(follower.status().gaps()).isZero();
    }
    move(new byte[0], ImaLists.concat(entries(0, 2), entries(3, 9)));
    assertThatThrownBy(this::follow).hasMessageContaining("does not go on where mr_ima stands");
  }

  /** One is like another: the place behind the second of three is not behind the third. */
  @Test
  void violationsAreCountedWhenOneOfThemIsDeleted() throws Exception {
    move(new byte[0], ImaLists.concat(entries(0, 3), violations(2)));
    try (ImaFollower follower = follow()) {
      await(5);
      move(new byte[0], ImaLists.concat(entries(1, 3), violations(3)));
      await(6);
      move(new byte[0], ImaLists.concat(entries(2, 3), violations(4)));
      await(7);
      assertReplayOf(ImaLists.concat(entries(0, 3), violations(4)));
      assertThat(follower.status().gaps()).isZero();
      // Nothing but violations is left of what was followed: which of them is not known.
      move(new byte[0], ImaLists.concat(violations(2), entries(4, 5)));
      awaitGap(follower, 7);
      await(8);
    }
  }

  private void awaitGap(ImaFollower follower, long after) throws Exception {
    awaitFailure();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0))
        .contains("entries may be missing in mr_ima after the first " + after + ":");
    failures.clear();
    assertThat(follower.status().gaps()).isEqualTo(1);
    assertThat(log()).contains("\nmr_ima ima.gap after/" + after + "\n");
  }
}
