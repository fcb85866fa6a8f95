package dev.vmr.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits and foreign extensions: docs/multiplexer.md, sections 1, 2 and 4. */
class MultiplexerTest {
  @TempDir Path folder;
  private final FaultyRegister register = new FaultyRegister();
  private LoggedRegister log;

  @BeforeEach
  void setUp() {
    log = new LoggedRegister(register, folder.resolve("rtmr3.log"));
  }

  @Test
  void refusalsLeaveNoTrace() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(
          new Define(
              LoggedRegister.APP, List.of(HashAlgorithm.SHA384), null, InitialValue.ZEROS, false));
      mux.submit(LoggedRegister.extend("a"));
      long size = Files.size(log.file());
      assertThatThrownBy(() -> mux.submit(new Reset(LoggedRegister.APP, null)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal().reason()).isEqualTo(Refusal.Reason.NOT_RESETTABLE));
      assertThat(Files.size(log.file())).isEqualTo(size);
      mux.submit(new Lock(LoggedRegister.APP));
      assertThatThrownBy(() -> mux.submit(LoggedRegister.extend("b")))
          .isInstanceOf(RefusedException.class);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aRecordTooLongForALineIsRefused() throws Exception {
    try (Multiplexer mux = log.open()) {
      Event event = new Event(Subject.of(LoggedRegister.APP), "note", "x".repeat(5000));
      assertThatThrownBy(() -> mux.submit(event)).isInstanceOf(IllegalArgumentException.class);
      mux.submit(LoggedRegister.extend("a"));
      log.assertExplainsRegister();
    }
  }

  @Test
  void anExtendThatFailedBeforeIsTakenBack() throws Exception {
    try (Multiplexer mux = log.open()) {
      register.next(Act.FAIL_BEFORE);
      assertThatThrownBy(() -> mux.submit(LoggedRegister.extend("a")))
          .isInstanceOf(NotExtendedException.class);
      assertThat(log.lines()).hasSize(2);
      mux.submit(LoggedRegister.extend("b"));
      log.assertExplainsRegister();
      assertThat(mux.registers().find(LoggedRegister.APP).orElseThrow().extensions()).isEqualTo(1);
    }
  }

  @Test
  void anExtendThatFailedAfterwardsCounts() throws Exception {
    try (Multiplexer mux = log.open()) {
      register.next(Act.FAIL_AFTER);
      mux.submit(LoggedRegister.extend("a"));
      log.assertExplainsRegister();
    }
  }

  @Test
  void anUnknownOutcomeStopsUntilRecovery() throws Exception {
    try (Multiplexer mux = log.open()) {
      register.next(Act.FAIL_FOREIGN);
      assertThatThrownBy(() -> mux.submit(LoggedRegister.extend("a")))
          .isInstanceOf(StoppedException.class);
      assertThatThrownBy(() -> mux.submit(LoggedRegister.extend("b")))
          .isInstanceOf(StoppedException.class);
      assertThat(mux.stopped()).isPresent();
    }
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().foreignValue())
          .isEqualTo(log.replayed().syncs().get(1).claimedValue());
      mux.submit(LoggedRegister.extend("c"));
      assertThat(log.replayed().value()).isEqualTo(register.read());
    }
  }

  @Test
  void aRegisterThatCannotBeReadAfterAFailureStops() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
      register.next(Act.FAIL_AFTER);
      register.unreadable(true);
      assertThatThrownBy(() -> mux.submit(LoggedRegister.extend("b")))
          .isInstanceOf(StoppedException.class);
    }
    register.unreadable(false);
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().redone()).isZero();
      assertThat(mux.registers().find(LoggedRegister.APP).orElseThrow().extensions()).isEqualTo(2);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aForeignExtensionIsSyncedAtEvidenceTime() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
      assertThat(mux.verify().jumps()).isZero();
      register.extend(Digest.zero(HashAlgorithm.SHA384));
      Digest foreign = register.read();
      assertThat(mux.verify().jumps()).isEqualTo(1);
      assertThat(log.replayed().syncs().get(1).claimedValue()).isEqualTo(foreign);
      mux.submit(LoggedRegister.extend("b"));
      assertThat(log.replayed().value()).isEqualTo(register.read());
    }
  }

  @Test
  void manyCallersOnManyRegistersReplay() throws Exception {
    int callers = 64;
    int each = 50;
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try (Multiplexer mux = log.open()) {
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
      log.assertExplainsRegister();
      log.replayed()
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
