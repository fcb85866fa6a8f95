package dev.vmr.ima.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.ImaLists;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.ImaReplay;
import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.SimulatedPlatform;
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
import org.junit.jupiter.api.io.TempDir;

/** A live list, the register that follows it, and what the test sees of both. */
abstract class FollowedList {
  static final RegisterName MR_IMA = new RegisterName("mr_ima");
  static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384);
  static final UUID FIRST = new UUID(0, 1);
  static final UUID SECOND = new UUID(0, 2);

  @TempDir Path folder;
  Path list;
  private SimulatedPlatform platform;
  Multiplexer multiplexer;
  final List<String> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    list = folder.resolve("binary_runtime_measurements");
    open(FIRST);
  }

  void open(UUID boot) throws IOException {
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
  void restart(UUID boot) throws IOException {
    close();
    open(boot);
  }

  FollowConfig config(int pcr) {
    return new FollowConfig(list, MR_IMA, BANKS, pcr, 5);
  }

  ImaFollower follow() throws IOException {
    return ImaFollower.start(config(10), multiplexer, failures::add);
  }

  /** Entries from one number to another: the kernel's first, and every seventh is a violation. */
  static byte[] entries(int from, int to) {
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

  void write(int from, int to) throws IOException {
    Files.write(list, entries(from, to));
  }

  /**
   * What the kernel does to both lists at once, while nobody can open them (there EBUSY, here a
   * link to itself).
   */
  void move(byte[] staged, byte[] current) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), list.getFileName());
    Files.move(link, list, StandardCopyOption.ATOMIC_MOVE);
    replace(folder.resolve("binary_runtime_measurements_staged"), staged);
    replace(list, current);
  }

  void replace(Path file, byte[] content) throws IOException {
    Path fresh = Files.write(folder.resolve("fresh"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void append(byte[] bytes) throws IOException {
    Files.write(list, bytes, StandardOpenOption.APPEND);
  }

  VirtualRegister register() {
    return multiplexer.registers().find(MR_IMA).orElseThrow();
  }

  void await(long extensions) throws Exception {
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
  void assertReplayOf(byte[] whole) throws Exception {
    ImaReplay replay = new ImaReplay(EnumSet.copyOf(BANKS), false, true);
    ImaReader.of(new ByteArrayInputStream(whole)).forEach(replay);
    for (HashAlgorithm bank : BANKS) {
      assertThat(register().banks().get(bank)).isEqualTo(replay.real(10, bank));
    }
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("rtmr3.log"));
  }

  /** Until the follower has something to say to people, or for long enough. */
  void awaitFailure() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (failures.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(2);
    }
  }
}
