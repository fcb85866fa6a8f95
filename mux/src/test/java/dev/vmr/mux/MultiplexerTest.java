package dev.vmr.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.log.LineScanner;
import dev.vmr.mux.FaultyRegister.Act;
import dev.vmr.record.Define;
import dev.vmr.record.Event;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.record.Lock;
import dev.vmr.record.Reset;
import dev.vmr.record.Subject;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Refusal;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/multiplexer.md. */
class MultiplexerTest {
  private static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  private static final UUID NEXT_BOOT = UUID.fromString("1b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  private static final RegisterName APP = new RegisterName("mr_app");

  @TempDir Path folder;
  private final FaultyRegister register = new FaultyRegister();
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("rtmr3.log");
  }

  private Multiplexer open() throws IOException {
    return Multiplexer.open(register, file, BOOT, false);
  }

  private static Extend extend(String what) {
    return new Extend(
        APP, List.of(HashAlgorithm.SHA384.hash(what.getBytes(StandardCharsets.UTF_8))), null);
  }

  private ReplayedLog replayed() throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(Files.readAllBytes(file)), replay);
    return replay.result();
  }

  private void assertLogExplainsRegister() throws IOException {
    assertThat(replayed().value()).isEqualTo(register.read());
    assertThat(replayed().findings()).isEmpty();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void aFreshRegisterWasExtendedByNobody() throws Exception {
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().foreignValue()).isNull();
      assertThat(mux.recovery().records()).isZero();
      assertThat(mux.position().jumps()).isZero();
    }
  }

  @Test
  void aFreshLogBeginsWithSyncAndBegin() throws Exception {
    try (Multiplexer mux = open()) {
      assertThat(lines().get(0)).startsWith("SYNC sha384/000");
      assertThat(lines().get(1)).isEqualTo("vmr begin 1 boot/" + BOOT + " register/rtmr3");
      assertThat(mux.submit(extend("a")).number()).isEqualTo(3);
      assertLogExplainsRegister();
    }
  }

  @Test
  void refusalsLeaveNoTrace() throws Exception {
    try (Multiplexer mux = open()) {
      mux.submit(new Define(APP, List.of(HashAlgorithm.SHA384), null, InitialValue.ZEROS, false));
      mux.submit(extend("a"));
      long size = Files.size(file);
      assertThatThrownBy(() -> mux.submit(new Reset(APP, null)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal().reason()).isEqualTo(Refusal.Reason.NOT_RESETTABLE));
      assertThat(Files.size(file)).isEqualTo(size);
      mux.submit(new Lock(APP));
      assertThatThrownBy(() -> mux.submit(extend("b"))).isInstanceOf(RefusedException.class);
      assertLogExplainsRegister();
    }
  }

  @Test
  void aRecordTooLongForALineIsRefused() throws Exception {
    try (Multiplexer mux = open()) {
      Event event = new Event(Subject.of(APP), "note", "x".repeat(5000));
      assertThatThrownBy(() -> mux.submit(event)).isInstanceOf(IllegalArgumentException.class);
      mux.submit(extend("a"));
      assertLogExplainsRegister();
    }
  }

  @Test
  void anExtendThatFailedBeforeIsTakenBack() throws Exception {
    try (Multiplexer mux = open()) {
      register.next(Act.FAIL_BEFORE);
      assertThatThrownBy(() -> mux.submit(extend("a"))).isInstanceOf(NotExtendedException.class);
      assertThat(lines()).hasSize(2);
      mux.submit(extend("b"));
      assertLogExplainsRegister();
      assertThat(mux.registers().find(APP).orElseThrow().extensions()).isEqualTo(1);
    }
  }

  @Test
  void anExtendThatFailedAfterwardsCounts() throws Exception {
    try (Multiplexer mux = open()) {
      register.next(Act.FAIL_AFTER);
      mux.submit(extend("a"));
      assertLogExplainsRegister();
    }
  }

  @Test
  void anUnknownOutcomeStopsUntilRecovery() throws Exception {
    try (Multiplexer mux = open()) {
      register.next(Act.FAIL_FOREIGN);
      assertThatThrownBy(() -> mux.submit(extend("a"))).isInstanceOf(StoppedException.class);
      assertThatThrownBy(() -> mux.submit(extend("b"))).isInstanceOf(StoppedException.class);
      assertThat(mux.stopped()).isPresent();
    }
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().foreignValue()).isEqualTo(replayed().syncs().get(1).claimedValue());
      mux.submit(extend("c"));
      assertThat(replayed().value()).isEqualTo(register.read());
    }
  }

  @Test
  void aRegisterThatCannotBeReadAfterAFailureStops() throws Exception {
    try (Multiplexer mux = open()) {
      mux.submit(extend("a"));
      register.next(Act.FAIL_AFTER);
      register.unreadable(true);
      assertThatThrownBy(() -> mux.submit(extend("b"))).isInstanceOf(StoppedException.class);
    }
    register.unreadable(false);
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().redone()).isZero();
      assertThat(mux.registers().find(APP).orElseThrow().extensions()).isEqualTo(2);
      assertLogExplainsRegister();
    }
  }

  @Test
  void linesThatWereNotExtendedAreRedone() throws Exception {
    Digest before;
    try (Multiplexer mux = open()) {
      mux.submit(extend("a"));
      before = register.read();
      mux.submit(extend("b"));
      mux.submit(extend("c"));
    }
    Digest after = register.read();
    register.set(before);
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().redone()).isEqualTo(2);
      assertThat(register.read()).isEqualTo(after);
      assertLogExplainsRegister();
    }
  }

  @Test
  void aSyncThatWasNotExtendedIsRedone() throws Exception {
    open().close();
    String sync = lines().get(0) + "\n";
    Files.writeString(file, sync);
    register.set(Digest.zero(HashAlgorithm.SHA384));
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().redone()).isEqualTo(1);
      assertLogExplainsRegister();
      assertThat(lines()).hasSize(2);
    }
  }

  @Test
  void aTornLineIsCutWhenItWasNotExtended() throws Exception {
    open().close();
    Files.writeString(file, "mr_app started", StandardOpenOption.APPEND);
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.CUT);
      assertLogExplainsRegister();
    }
  }

  @Test
  void aTornLineIsCompletedWhenItWasExtended() throws Exception {
    open().close();
    Files.writeString(file, "mr_app started", StandardOpenOption.APPEND);
    register.extend(HashAlgorithm.SHA384.hash("mr_app started".getBytes(StandardCharsets.UTF_8)));
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.COMPLETED);
      assertLogExplainsRegister();
    }
  }

  @Test
  void aTornFirstLineIsCut() throws Exception {
    Files.writeString(file, "SYNC sha3");
    try (Multiplexer mux = open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.CUT);
      assertLogExplainsRegister();
    }
  }

  @Test
  void aTornLineBehindAForeignExtensionIsLeftAlone() throws Exception {
    open().close();
    Files.writeString(file, "mr_app started", StandardOpenOption.APPEND);
    register.extend(Digest.zero(HashAlgorithm.SHA384));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open).isInstanceOf(RecoveryException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aForeignExtensionIsSyncedAtEvidenceTime() throws Exception {
    try (Multiplexer mux = open()) {
      mux.submit(extend("a"));
      assertThat(mux.verify().jumps()).isZero();
      register.extend(Digest.zero(HashAlgorithm.SHA384));
      Digest foreign = register.read();
      assertThat(mux.verify().jumps()).isEqualTo(1);
      assertThat(replayed().syncs().get(1).claimedValue()).isEqualTo(foreign);
      mux.submit(extend("b"));
      assertThat(replayed().value()).isEqualTo(register.read());
    }
  }

  @Test
  void theLogOfAnotherBootIsArchivedAndNeverRedone() throws Exception {
    try (Multiplexer mux = open()) {
      mux.submit(extend("a"));
    }
    byte[] old = Files.readAllBytes(file);
    register.set(Digest.zero(HashAlgorithm.SHA384));
    try (Multiplexer mux = Multiplexer.open(register, file, NEXT_BOOT, false)) {
      Path archive = folder.resolve("rtmr3.log." + BOOT);
      assertThat(mux.recovery().archived()).isEqualTo(archive);
      assertThat(Files.readAllBytes(archive)).isEqualTo(old);
      assertThat(lines()).hasSize(2);
      assertLogExplainsRegister();
    }
  }

  @Test
  void theLogGoesOnAfterKexec() throws Exception {
    try (Multiplexer mux = open()) {
      mux.submit(extend("a"));
    }
    try (Multiplexer mux = Multiplexer.open(register, file, NEXT_BOOT, false)) {
      assertThat(mux.recovery().kexec()).isTrue();
      mux.submit(extend("b"));
      assertThat(mux.registers().find(APP).orElseThrow().extensions()).isEqualTo(2);
      assertLogExplainsRegister();
    }
    try (Multiplexer mux = Multiplexer.open(register, file, NEXT_BOOT, false)) {
      assertThat(mux.recovery().kexec()).isFalse();
    }
  }

  @Test
  void logsOfOthersAreLeftAlone() throws Exception {
    String sync = "SYNC sha384/" + "0".repeat(96) + "\n";
    for (String log :
        List.of(
            sync + "mr_app started\n",
            sync + "vmr begin 1 boot/" + BOOT + " register/rtmr2\n",
            sync + "vmr begin 1 boot/" + BOOT + " register/rtmr3\nmr_app  x\n",
            "INIT sha384/" + "0".repeat(96) + "\n",
            "x".repeat(5000) + "\n")) {
      Files.writeString(file, log);
      assertThatThrownBy(this::open).as(log).isInstanceOf(RecoveryException.class);
      assertThat(Files.readString(file)).isEqualTo(log);
    }
  }

  @Test
  void oneLogHasOneWriter() throws Exception {
    try (Multiplexer mux = open()) {
      assertThat(mux.stopped()).isEmpty();
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("open");
    }
  }

  @Test
  void manyCallersOnManyRegistersReplay() throws Exception {
    int callers = 64;
    int each = 50;
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try (Multiplexer mux = open()) {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        RegisterName name = new RegisterName("mr_" + caller % 20);
        answers.add(
            pool.submit(
                () -> {
                  List<Long> numbers = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    Digest digest = Digest.filled(HashAlgorithm.SHA256, i);
                    numbers.add(mux.submit(new Extend(name, List.of(digest), null)).number());
                  }
                  return numbers;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> answer : answers) {
        assertThat(answer.get()).isSorted();
        all.addAll(answer.get());
      }
      assertThat(all).doesNotHaveDuplicates().hasSize(callers * each);
      assertLogExplainsRegister();
      replayed()
          .registers()
          .forEach(
              (name, replayed) ->
                  assertThat(replayed.banks())
                      .isEqualTo(mux.registers().find(name).orElseThrow().banks()));
    } finally {
      pool.shutdownNow();
    }
  }
}
