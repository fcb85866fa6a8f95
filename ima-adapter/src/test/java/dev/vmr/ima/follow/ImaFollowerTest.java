package dev.vmr.ima.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.ima.ImaLists;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.record.Define;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImaFollowerTest {
  private static final RegisterName MR_IMA = new RegisterName("mr_ima");
  private static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384);
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);

  @TempDir Path folder;
  private Path list;
  private SimulatedPlatform platform;
  private Multiplexer multiplexer;
  private final List<String> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    list = folder.resolve("binary_runtime_measurements");
    open(FIRST);
  }

  private void open(UUID boot) throws IOException {
    platform = SimulatedPlatform.open(folder.resolve("simulated"), FIRST);
    multiplexer =
        Multiplexer.open(
            platform.register(new RegisterName("rtmr3")).orElseThrow(),
            folder.resolve("rtmr3.log"),
            boot,
            false);
  }

  @AfterEach
  void close() throws IOException {
    multiplexer.close();
    platform.close();
  }

  /** The process ends and another begins, perhaps under another kernel (kexec). */
  private void restart(UUID boot) throws IOException {
    close();
    open(boot);
  }

  private FollowConfig config(int pcr) {
    return new FollowConfig(list, MR_IMA, BANKS, pcr, 5);
  }

  private ImaFollower follow() throws IOException {
    return ImaFollower.start(config(10), multiplexer, failures::add);
  }

  /** Entries from one number to another: the kernel's first, and every seventh is a violation. */
  private static byte[] entries(int from, int to) {
    byte[] entries = {};
    for (int i = from; i < to; i++) {
      byte[] entry =
          i % 7 == 0 && i > 0
              ? ImaLists.violation("/v" + i, ByteOrder.LITTLE_ENDIAN)
              : ImaLists.entry(
                  i == 0 ? "boot_aggregate" : "/f" + i,
                  new byte[] {(byte) i},
                  null,
                  ByteOrder.LITTLE_ENDIAN);
      entries = ImaLists.concat(entries, entry);
    }
    return entries;
  }

  private void write(int from, int to) throws IOException {
    Files.write(list, entries(from, to));
  }

  /**
   * What the kernel does to both lists at once, while nobody can open them (there EBUSY, here a
   * link to itself).
   */
  private void move(byte[] staged, byte[] current) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), list.getFileName());
    Files.move(link, list, StandardCopyOption.ATOMIC_MOVE);
    replace(folder.resolve("binary_runtime_measurements_staged"), staged);
    replace(list, current);
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path fresh = Files.write(folder.resolve("fresh"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(list, bytes, StandardOpenOption.APPEND);
  }

  private VirtualRegister register() {
    return multiplexer.registers().find(MR_IMA).orElseThrow();
  }

  private void await(long extensions) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (register().extensions() < extensions && failures.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(register().extensions() + " of " + extensions);
      }
      Thread.sleep(2);
    }
    Thread.sleep(15); // whatever would be extended twice is extended now
    assertThat(failures).isEmpty();
    assertThat(register().extensions()).isEqualTo(extensions);
  }

  /** Whether the register is the replay of a list, computed apart from the follower. */
  private void assertReplayOf(byte[] whole) throws Exception {
    ImaReplay replay = new ImaReplay(EnumSet.copyOf(BANKS), false, true);
    ImaReader.of(new ByteArrayInputStream(whole)).forEach(replay);
    for (HashAlgorithm bank : BANKS) {
      assertThat(register().banks().get(bank)).isEqualTo(replay.real(10, bank));
    }
  }

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

  private String log() throws IOException {
    return Files.readString(folder.resolve("rtmr3.log"));
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

  private void awaitGap(ImaFollower follower, long after) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (failures.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0))
        .contains("entries may be missing in mr_ima after the first " + after + ":");
    failures.clear();
    assertThat(follower.status().gaps()).isEqualTo(1);
    assertThat(log()).contains("\nmr_ima ima.gap after/" + after + "\n");
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

  @Test
  void kexecCarriesTheListOrNot() throws Exception {
    write(0, 6);
    try (ImaFollower follower = follow()) {
      await(6);
      assertThat(follower.status().entries()).isEqualTo(6);
    }
    restart(SECOND);
    write(0, 9);
    try (ImaFollower follower = follow()) {
      await(9);
      assertReplayOf(entries(0, 9));
      assertThat(follower.status().entries()).isEqualTo(9);
    }
    restart(new UUID(0, 3));
    write(100, 103); // this kernel was not given the list
    try (ImaFollower follower = follow()) {
      await(12);
      assertReplayOf(ImaLists.concat(entries(0, 9), entries(100, 103)));
      assertThat(follower.status().entries()).isEqualTo(12);
    }
    restart(new UUID(0, 3));
    append(entries(103, 104));
    try (ImaFollower follower = follow()) {
      await(13);
      assertThat(follower.status().entries()).isEqualTo(13);
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
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (failures.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(2);
      }
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
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (failures.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(2);
      }
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
