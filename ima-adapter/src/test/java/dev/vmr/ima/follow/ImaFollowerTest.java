package dev.vmr.ima.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.ima.ImaLists;
import dev.vmr.record.Define;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists that grow, over restarts and kexec, and what is not followed: docs/ima.md, section 9. */
class ImaFollowerTest extends FollowedList {
  @Test
  void aListThatGrowsIsFollowed() throws Exception {
    write(0, 5);
    try (ImaFollower follower = follow()) {
      await(5);
      append(entries(5, 30));
      await(30);
      assertReplayOf(entries(0, 30));
      assertThat(follower.status().state()).isEqualTo(FollowStatus.State.FOLLOWING);
      assertThat(follower.status().entries()).isEqualTo(30);
    }
    assertThat(Files.readString(folder.resolve("rtmr3.log")))
        .contains("mr_ima define sha1 sha256 sha384\n", " -- /f1\n", " -- violation /v7\n");
  }

  @Test
  void anEntryThatIsNotAllThereYetIsWaitedFor() throws Exception {
    write(0, 3);
    byte[] next = entries(3, 4);
    try (ImaFollower follower = follow()) {
      for (int i = 0; i < next.length; i += 9) {
        append(java.util.Arrays.copyOfRange(next, i, Math.min(i + 9, next.length)));
        Thread.sleep(2);
      }
      await(4);
      assertReplayOf(entries(0, 4));
      assertThat(follower.status().reason()).isEmpty();
    }
  }

  @Test
  void eachEntryIsFollowedOnceOverRestarts() throws Exception {
    write(0, 1);
    for (int i = 1; i <= 6; i++) {
      try (ImaFollower follower = follow()) {
        append(entries(10 * i - 9, 10 * i + 1));
        // Closed at any moment: what is not in yet is for the next one.
        if (i % 2 == 0) {
          await(10L * i + 1);
        }
        assertThat(follower.registerName()).isEqualTo(MR_IMA);
      }
      restart(FIRST);
    }
    try (ImaFollower follower = follow()) {
      await(61);
      assertReplayOf(entries(0, 61));
      assertThat(follower.status().behind()).isZero();
    }
  }

  @Test
  void entriesOfOtherPcrsArePassedOver() throws Exception {
    byte[] other = entries(1, 4);
    other[0] = 11;
    Files.write(list, ImaLists.concat(other, entries(4, 6)));
    try (ImaFollower follower = follow()) {
      await(4);
      append(entries(6, 9));
      await(7);
      assertReplayOf(ImaLists.concat(other, entries(4, 9)));
      assertThat(follower.status().entries()).isEqualTo(7);
    }
    restart(FIRST);
    try (ImaFollower follower = follow()) {
      await(7);
      assertThat(follower.status().entries()).isEqualTo(7);
    }
  }

  @Test
  void kexecCarriesTheListOrNot() throws Exception {
    write(0, 6);
    try (ImaFollower follower = follow()) {
      await(6);
      assertThat(follower.status().entries()).isEqualTo(6);
    }
    restart(SECOND);
    byte[] carried = ImaLists.concat(entries(0, 6), entries(0, 1), entries(6, 9));
    Files.write(list, carried); // with a boot_aggregate of the second kernel's
    try (ImaFollower follower = follow()) {
      await(10);
      assertReplayOf(carried);
      assertThat(follower.status().entries()).isEqualTo(10);
    }
    restart(new UUID(0, 3));
    write(100, 103); // this kernel was not given the list
    try (ImaFollower follower = follow()) {
      await(13);
      assertReplayOf(ImaLists.concat(carried, entries(100, 103)));
      assertThat(follower.status().entries()).isEqualTo(13);
    }
    restart(new UUID(0, 3));
    append(entries(103, 104));
    try (ImaFollower follower = follow()) {
      await(14);
      assertThat(follower.status().entries()).isEqualTo(14);
    }
  }

  @Test
  void aKernelThatListsWhatTheOneBeforeListedIsFollowedAnew() throws Exception {
    byte[] all = {};
    for (int kernel = 1; kernel <= 3; kernel++) {
      restart(new UUID(0, kernel));
      write(0, kernel);
      all = ImaLists.concat(all, entries(0, kernel));
      for (int start = 0; start < 2; start++) {
        try (ImaFollower follower = follow()) {
          await(kernel * (kernel + 1L) / 2);
          assertReplayOf(all);
          assertThat(follower.status().gaps()).isZero();
        }
      }
    }
  }

  @Test
  void anotherListIsRefused() throws Exception {
    write(0, 6);
    try (ImaFollower follower = follow()) {
      await(6);
      assertThat(follower.status().entries()).isEqualTo(6);
    }
    write(50, 60);
    assertThatThrownBy(this::follow)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not go on where mr_ima stands after 6 extensions");
    byte[] forged = entries(0, 10);
    forged[entries(0, 2).length - 3] ^= 1; // in the second entry's path
    Files.write(list, forged);
    assertThatThrownBy(this::follow).isInstanceOf(IOException.class);
  }

  @Test
  void whoeverElseExtendsTheRegisterIsNoticed() throws Exception {
    write(0, 3);
    try (ImaFollower follower = follow()) {
      await(3);
      multiplexer.submit(new Extend(MR_IMA, List.of(Digest.zero(HashAlgorithm.SHA256)), null));
      append(entries(3, 5));
      awaitFailure();
      assertThat(failures).hasSize(1);
      assertThat(follower.status().state()).isEqualTo(FollowStatus.State.FAILED);
      assertThat(register().extensions()).isEqualTo(4);
    }
  }

  @Test
  void aMalformedListEndsIt() throws Exception {
    write(0, 3);
    try (ImaFollower follower = follow()) {
      await(3);
      append(new byte[] {99, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0});
      append(entries(3, 4));
      awaitFailure();
      assertThat(failures.toString()).contains("no PCR 99");
      assertThat(follower.status().entries()).isEqualTo(3);
    }
  }

  @Test
  void whatIsNotTheFollowersIsNotStarted() throws Exception {
    assertThatThrownBy(this::follow)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no list");
    write(0, 1);
    multiplexer.submit(new Define(new RegisterName("pcr10"), BANKS, 10, InitialValue.ZEROS, true));
    multiplexer.submit(
        new Define(
            new RegisterName("other"), BANKS.subList(0, 1), null, InitialValue.ZEROS, false));
    for (String name : List.of("pcr10", "other")) {
      FollowConfig config = new FollowConfig(list, new RegisterName(name), BANKS, 10, 5);
      assertThatThrownBy(() -> ImaFollower.start(config, multiplexer, failures::add))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
    }
  }
}
