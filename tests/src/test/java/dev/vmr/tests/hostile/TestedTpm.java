package dev.vmr.tests.hostile;

import dev.vmr.log.LineScanner;
import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.tpm.PcrInterposer;
import dev.vmr.tpm.PcrMap;
import dev.vmr.tpm.PcrRegister;
import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.MemoryNvram;
import dev.vmr.tpm.engine.Nvram;
import dev.vmr.tpm.engine.PcrOnlyEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A TPM behind the bridge with a real log, and whether PCRs, log and register still agree. */
final class TestedTpm implements ExpectedRecords.Pcrs, AutoCloseable {
  private static final UUID BOOT = UUID.fromString("0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11");

  /** Fewer than usual, so that resets and localities reach the log. */
  private static final Set<Integer> VIRTUAL_ONLY = Set.of(16, 22);

  /** TPM2_Clear by the platform. */
  private static final String CLEAR = "80020000001b000001264000000c00000009400000090000000000";

  private final boolean complete;
  private final Path folder;
  private final MemoryNvram nvram = new MemoryNvram();
  private final byte[] permanent = RecordedCommand.permanentState();
  private final SimulatedPlatform platform;
  private final PhysicalRegister physical;
  private final RandomAccessFile log;
  private final Replay replay = new Replay();
  private Multiplexer multiplexer;
  private TpmEngine engine;
  private PcrInterposer tpm;
  private long seen;

  TestedTpm(String engineName, Path folder) throws IOException {
    this.complete = engineName.equals(LibtpmsEngine.NAME);
    this.folder = folder;
    platform = SimulatedPlatform.open(folder.resolve("platform"), BOOT);
    physical = platform.register(new RegisterName("rtmr3")).orElseThrow();
    multiplexer = Multiplexer.open(physical, folder.resolve("log"), BOOT, false);
    engine = newEngine();
    tpm = PcrInterposer.open(engine, registers());
    log = new RandomAccessFile(multiplexer.logFile().toFile(), "r");
    newLines();
  }

  PcrInterposer tpm() {
    return tpm;
  }

  private TpmEngine newEngine() throws IOException {
    return complete ? LibtpmsEngine.open(nvram) : new PcrOnlyEngine();
  }

  private Map<Integer, PcrRegister> registers() {
    Map<Integer, PcrRegister> registers = new HashMap<>();
    PcrMap.withDefaults(Map.of())
        .names()
        .forEach((pcr, name) -> registers.put(pcr, new PcrRegister(name, multiplexer)));
    registers.keySet().removeAll(VIRTUAL_ONLY);
    return registers;
  }

  /** The TPM that the commands were recorded with, powered on and not started. */
  void anew() throws IOException {
    tpm.stop();
    nvram.delete(Nvram.VOLATILE);
    nvram.store(Nvram.PERMANENT, permanent);
    if (!complete) {
      // Its passwords are in no state that could be replaced; the platform forgets them.
      powerCycle();
      execute(Commands.startup(false), 0);
      execute(HexFormat.of().parseHex(CLEAR), 0);
    }
    powerCycle();
  }

  void powerCycle() throws IOException {
    check(tpm.init(), "the TPM has no power");
    newLines();
  }

  /** The process of the TPM ends, and another one goes on. */
  void restart() throws IOException {
    multiplexer.close();
    engine.close();
    multiplexer = Multiplexer.open(physical, folder.resolve("log"), BOOT, false);
    engine = newEngine();
    tpm = PcrInterposer.open(engine, registers());
  }

  byte[] execute(byte[] command, int locality) {
    byte[] response = tpm.execute(command, locality);
    check(response.length >= 10 && response.length <= 4096, "an answer of no size");
    ByteBuffer header = ByteBuffer.wrap(response);
    int tag = header.getShort() & 0xFFFF;
    check(tag == 0x8001 || tag == 0x8002, "an answer with tag " + Integer.toHexString(tag));
    check(header.getInt() == response.length, "an answer with a wrong size");
    return response;
  }

  static int code(byte[] response) {
    return ByteBuffer.wrap(response).getInt(6);
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** The lines that the log has had since the last time. */
  List<String> newLines() throws IOException {
    long size = log.length();
    if (size == seen) {
      return List.of();
    }
    byte[] bytes = new byte[(int) (size - seen)];
    log.seek(seen);
    log.readFully(bytes);
    seen = size;
    LineScanner.scan(new ByteArrayInputStream(bytes), replay);
    return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
  }

  /** What a client reads of each PCR is what the log replays to, and that is the register. */
  void agrees() throws IOException {
    newLines();
    for (Map.Entry<Integer, PcrRegister> each : registers().entrySet()) {
      int pcr = each.getKey();
      VirtualRegister replayed = replay.registers().find(each.getValue().name()).orElse(null);
      for (HashAlgorithm bank : engine.banks(pcr)) {
        byte[] response = execute(Commands.pcrRead(pcr, bank), 0);
        check(code(response) == 0, "PCR_Read is refused: " + Integer.toHexString(code(response)));
        int from = response.length - bank.size();
        Digest shown = Digest.of(bank, Arrays.copyOfRange(response, from, response.length));
        Digest logged =
            replayed == null
                ? Digest.filled(bank, pcr >= 17 && pcr <= 22 ? 0xFF : 0)
                : replayed.banks().get(bank);
        check(shown.equals(logged), "PCR " + pcr + " is " + shown + ", its log says " + logged);
      }
    }
    check(replay.value().equals(physical.read()), "log and physical register differ");
  }

  /** What was wrong with the log, but for registers that were restored. */
  List<LogFinding> findings() {
    return replay.result().findings().stream()
        .filter(finding -> finding.code() != LogFinding.Code.UNEXPLAINED_RESTORE)
        .toList();
  }

  long records() {
    return replay.records();
  }

  @Override
  public @Nullable String name(int pcr) {
    PcrRegister register = registers().get(pcr);
    return register == null ? null : register.name().text();
  }

  @Override
  public Optional<VirtualRegister> register(String name) {
    return replay.registers().find(new RegisterName(name));
  }

  @Override
  public List<HashAlgorithm> banks(int pcr) {
    return engine.banks(pcr);
  }

  @Override
  public void close() throws IOException {
    engine.close();
    multiplexer.close();
    log.close();
    platform.close();
  }
}
