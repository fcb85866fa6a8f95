package dev.vmr.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.log.LineScanner;
import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An interposer before an engine of each test's own, and what must hold when the test is done. */
abstract class InterposedTpm {
  private static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");
  private static final PcrMap NAMES = PcrMap.withDefaults(Map.of());
  static final List<Digest> ABC = digests("abc");

  @TempDir Path folder;
  SimulatedPlatform platform;
  FailingRegister register;
  Multiplexer multiplexer;
  TpmEngine engine;

  /** A TPM without power, of the state that an earlier one has left. */
  abstract TpmEngine newEngine() throws IOException;

  PcrInterposer tpm;
  List<LogFinding.Code> expectedFindings = List.of();
  private boolean extendedBehind;
  private Set<Integer> virtualOnly = PcrMap.RESETTABLE;

  static List<Digest> digests(String text) {
    byte[] data = text.getBytes(StandardCharsets.US_ASCII);
    return List.of(HashAlgorithm.SHA1.hash(data), HashAlgorithm.SHA256.hash(data));
  }

  @BeforeEach
  void open() throws IOException {
    platform = SimulatedPlatform.open(folder.resolve("platform"), BOOT);
    register = new FailingRegister(platform.register(new RegisterName("rtmr3")).orElseThrow());
    multiplexer = Multiplexer.open(register, folder.resolve("rtmr3.log"), BOOT, false);
    engine = newEngine();
    tpm = PcrInterposer.open(engine, registers());
  }

  Map<Integer, PcrRegister> registers() {
    Map<Integer, PcrRegister> registers = new HashMap<>();
    for (int pcr = 0; pcr < 24; pcr++) {
      if (!virtualOnly.contains(pcr)) {
        registers.put(pcr, new PcrRegister(NAMES.names().get(pcr), multiplexer));
      }
    }
    return registers;
  }

  /** After each test: every PCR equals its register, and the log replays to the register. */
  @AfterEach
  void agrees() throws IOException {
    if (!extendedBehind && tpm.failure().isEmpty()) {
      registers().forEach(this::assertAgrees);
    }
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(multiplexer.logFile())) {
      LineScanner.scan(in, replay);
    }
    assertThat(replay.value()).isEqualTo(register.read());
    assertThat(replay.result().findings()).extracting(LogFinding::code).isEqualTo(expectedFindings);
    engine.close();
    multiplexer.close();
    platform.close();
  }

  void assertAgrees(int pcr, PcrRegister register) {
    for (HashAlgorithm bank : engine.banks(pcr)) {
      Digest fresh = (pcr >= 17 ? InitialValue.ONES : InitialValue.ZEROS).in(bank);
      Digest replayed =
          multiplexer
              .registers()
              .find(register.name())
              .map(VirtualRegister::banks)
              .map(banks -> banks.get(bank))
              .orElse(fresh);
      assertThat(engine.readPcr(pcr, bank)).as("PCR %d %s", pcr, bank).isEqualTo(replayed);
    }
  }

  int run(byte[] command) {
    return CommandHeader.responseCode(tpm.execute(command, 0));
  }

  void start() {
    tpm.init();
    assertThat(run(Commands.startup(false))).isZero();
  }

  List<String> log() throws IOException {
    return Files.readAllLines(multiplexer.logFile()).stream().skip(2).toList();
  }

  /** Other PCRs than usual are left off the log; to be called before the TPM has power. */
  void virtualOnly(Set<Integer> pcrs) throws IOException {
    virtualOnly = pcrs;
    engine.close();
    engine = newEngine();
    tpm = PcrInterposer.open(engine, registers());
  }

  /** The test extends a PCR's register without the PCR: they will not agree. */
  void extendedBehind() {
    extendedBehind = true;
  }

  void reopen() throws IOException {
    multiplexer.close();
    engine.close();
    multiplexer = Multiplexer.open(register, folder.resolve("rtmr3.log"), BOOT, false);
    engine = newEngine();
    tpm = PcrInterposer.open(engine, registers());
    registers().forEach(this::assertAgrees);
  }
}
