package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.daemon.ConfigReader;
import dev.vmr.daemon.Daemon;
import dev.vmr.linux.UnixConnection;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.tests.process.Api;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 64 callers on 20 registers, and TPM clients beside them. */
class ConcurrencyTest {
  private static final int CALLERS = 64;
  private static final int REGISTERS = 20;
  private static final int EXTENSIONS = 50;

  @TempDir Path folder;

  @Test
  void everyExtensionIsInTheLogOnceAndTheLogReplays() throws Exception {
    String config =
        """
        platform = "simulated"
        state = "%1$s"
        socket = "%1$s/api"
        [tpm]
        raw = "%1$s/tpm"
        """
            .formatted(folder);
    UUID boot = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
    try (Daemon daemon = Daemon.start(ConfigReader.read(config), folder, boot, "test", () -> {})) {
      ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        all.add(
            threads.submit(
                () -> {
                  if (number % 8 == 0) {
                    measure();
                  } else {
                    extend(number);
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      threads.shutdown();
      check(daemon);
    }
  }

  private void extend(int caller) throws Exception {
    try (Api api = Api.connect(folder.resolve("api"))) {
      for (int i = 0; i < EXTENSIONS; i++) {
        String digest = "sha256/" + String.format("%064x", caller * 1000 + i);
        String name = "mr_" + (caller + i) % REGISTERS;
        assertThat(api.extend(name, digest).has("error")).isFalse();
      }
    }
  }

  private void measure() throws Exception {
    byte[] command = Commands.pcrExtend(10, List.of(Digest.filled(HashAlgorithm.SHA256, 0x5A)));
    byte[] answer = new byte[64];
    try (UnixConnection tpm = UnixConnection.connect(folder.resolve("tpm"))) {
      for (int i = 0; i < EXTENSIONS; i++) {
        tpm.write(command, 0, command.length);
        assertThat(tpm.read(answer, 0, answer.length)).isEqualTo(19);
        assertThat(CommandHeader.responseCode(answer)).isZero();
      }
    }
  }

  private static void check(Daemon daemon) throws Exception {
    var multiplexer = daemon.house().multiplexers().get(0);
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(multiplexer.logFile())) {
      LineScanner.scan(in, replay);
    }
    ReplayedLog log = replay.result();
    assertThat(log.findings()).isEmpty();
    assertThat(log.value()).isEqualTo(multiplexer.verify().value());
    assertThat(multiplexer.verify().jumps()).isZero();
    assertThat(log.registers()).hasSize(REGISTERS + 1);
    long extensions =
        log.registers().values().stream().mapToLong(register -> register.extensions()).sum();
    assertThat(extensions).isEqualTo((long) CALLERS * EXTENSIONS);
  }
}
