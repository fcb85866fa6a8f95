package dev.vmr.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening a log finds and does: docs/multiplexer.md, section 3. */
class RecoveryTest {
  private static final UUID NEXT_BOOT = UUID.fromString("1b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");

  @TempDir Path folder;
  private final FaultyRegister register = new FaultyRegister();
  private LoggedRegister log;

  @BeforeEach
  void setUp() {
    log = new LoggedRegister(register, folder.resolve("rtmr3.log"));
  }

  @Test
  void aFreshRegisterWasExtendedByNobody() throws Exception {
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().foreignValue()).isNull();
      assertThat(mux.recovery().records()).isZero();
      assertThat(mux.position().jumps()).isZero();
    }
  }

  @Test
  void aFreshLogBeginsWithSyncAndBegin() throws Exception {
    try (Multiplexer mux = log.open()) {
      assertThat(log.lines().get(0)).startsWith("SYNC sha384/000");
      assertThat(log.lines().get(1))
          .isEqualTo("vmr begin 1 boot/" + LoggedRegister.BOOT + " register/rtmr3");
      assertThat(mux.submit(LoggedRegister.extend("a")).number()).isEqualTo(3);
      log.assertExplainsRegister();
    }
  }

  @Test
  void linesThatWereNotExtendedAreRedone() throws Exception {
    Digest before;
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
      before = register.read();
      mux.submit(LoggedRegister.extend("b"));
      mux.submit(LoggedRegister.extend("c"));
    }
    Digest after = register.read();
    register.set(before);
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().redone()).isEqualTo(2);
      assertThat(register.read()).isEqualTo(after);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aSyncThatWasNotExtendedIsRedone() throws Exception {
    log.open().close();
    String sync = log.lines().get(0) + "\n";
    Files.writeString(log.file(), sync);
    register.set(Digest.zero(HashAlgorithm.SHA384));
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().redone()).isEqualTo(1);
      log.assertExplainsRegister();
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void aTornLineIsCutWhenItWasNotExtended() throws Exception {
    log.open().close();
    Files.writeString(log.file(), "mr_app started", StandardOpenOption.APPEND);
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.CUT);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aTornLineIsCompletedWhenItWasExtended() throws Exception {
    log.open().close();
    Files.writeString(log.file(), "mr_app started", StandardOpenOption.APPEND);
    register.extend(HashAlgorithm.SHA384.hash("mr_app started".getBytes(StandardCharsets.UTF_8)));
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.COMPLETED);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aTornFirstLineIsCut() throws Exception {
    Files.writeString(log.file(), "SYNC sha3");
    try (Multiplexer mux = log.open()) {
      assertThat(mux.recovery().torn()).isEqualTo(Recovery.Torn.CUT);
      log.assertExplainsRegister();
    }
  }

  @Test
  void aTornLineBehindAForeignExtensionIsLeftAlone() throws Exception {
    log.open().close();
    Files.writeString(log.file(), "mr_app started", StandardOpenOption.APPEND);
    register.extend(Digest.zero(HashAlgorithm.SHA384));
    byte[] before = Files.readAllBytes(log.file());
    assertThatThrownBy(log::open).isInstanceOf(RecoveryException.class);
    assertThat(Files.readAllBytes(log.file())).isEqualTo(before);
  }

  @Test
  void theLogOfAnotherBootIsArchivedAndNeverRedone() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
    }
    byte[] old = Files.readAllBytes(log.file());
    register.set(Digest.zero(HashAlgorithm.SHA384));
    try (Multiplexer mux = log.open(NEXT_BOOT)) {
      Path archive = folder.resolve("rtmr3.log." + LoggedRegister.BOOT);
      assertThat(mux.recovery().archived()).isEqualTo(archive);
      assertThat(Files.readAllBytes(archive)).isEqualTo(old);
      assertThat(log.lines()).hasSize(2);
      log.assertExplainsRegister();
    }
  }

  /** What a power failure leaves in a file: zeros where lines were to be, or half of a line. */
  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0\n", "mr_app  extend\n", "\0", "INIT x\n", "ZEROS"})
  void theLogOfAnotherBootIsArchivedHoweverItEnds(String end) throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
    }
    String zeros = "\0".repeat(5000);
    Files.writeString(log.file(), end.equals("ZEROS") ? zeros : end, StandardOpenOption.APPEND);
    byte[] old = Files.readAllBytes(log.file());
    if (!end.equals("\0")) {
      assertThatThrownBy(log::open).isInstanceOf(RecoveryException.class);
    }
    register.set(Digest.zero(HashAlgorithm.SHA384));
    try (Multiplexer mux = log.open(NEXT_BOOT)) {
      assertThat(mux.recovery().archived()).isNotNull().hasBinaryContent(old);
      assertThat(log.lines()).hasSize(2);
      log.assertExplainsRegister();
    }
  }

  @Test
  void theLogGoesOnAfterKexec() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
    }
    try (Multiplexer mux = log.open(NEXT_BOOT)) {
      assertThat(mux.recovery().kexec()).isTrue();
      mux.submit(LoggedRegister.extend("b"));
      assertThat(mux.registers().find(LoggedRegister.APP).orElseThrow().extensions()).isEqualTo(2);
      log.assertExplainsRegister();
    }
    try (Multiplexer mux = log.open(NEXT_BOOT)) {
      assertThat(mux.recovery().kexec()).isFalse();
    }
  }

  @Test
  void aLogThatLostItsEndOverKexecIsNotGoneOnWith() throws Exception {
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("a"));
    }
    byte[] kept = Files.readAllBytes(log.file());
    try (Multiplexer mux = log.open()) {
      mux.submit(LoggedRegister.extend("b"));
    }
    Files.write(log.file(), kept); // a disk that was not written out
    String value = "SYNC " + register.read();
    try (Multiplexer mux = log.open(NEXT_BOOT)) {
      assertThat(mux.recovery().kexec()).isFalse();
      assertThat(mux.recovery().archived()).isNotNull().hasBinaryContent(kept);
      assertThat(log.lines()).hasSize(2).startsWith(value); // a jump, for verifiers
    }
  }

  @Test
  void logsOfOthersAreLeftAlone() throws Exception {
    String sync = "SYNC sha384/" + "0".repeat(96) + "\n";
    for (String text :
        List.of(
            sync + "mr_app started\n",
            sync + "vmr begin 1 boot/" + LoggedRegister.BOOT + " register/rtmr2\n",
            sync + "vmr begin 1 boot/" + LoggedRegister.BOOT + " register/rtmr3\nmr_app  x\n",
            "INIT sha384/" + "0".repeat(96) + "\n",
            "x".repeat(5000) + "\n")) {
      Files.writeString(log.file(), text);
      assertThatThrownBy(log::open).as(text).isInstanceOf(RecoveryException.class);
      assertThat(Files.readString(log.file())).isEqualTo(text);
    }
  }

  @Test
  void oneLogHasOneWriter() throws Exception {
    try (Multiplexer mux = log.open()) {
      assertThat(mux.stopped()).isEmpty();
      assertThatThrownBy(log::open).isInstanceOf(IOException.class).hasMessageContaining("open");
    }
  }
}
