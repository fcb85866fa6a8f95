package dev.vmr.platform;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Registers in a file (docs/simulated-platform.md): the behaviour of the real ones, the proof of
 * none.
 */
public final class SimulatedPlatform implements Platform {
  /** The name that configurations use. */
  public static final String NAME = "simulated";

  private static final Digest MRTD =
      HashAlgorithm.SHA384.hash("vmr simulated platform".getBytes(StandardCharsets.US_ASCII));

  private final Path folder;
  private final UUID bootId;
  private final SimulatedRegisterFile file;
  private final List<PhysicalRegister> registers;

  private SimulatedPlatform(Path folder, UUID bootId, SimulatedRegisterFile file) {
    this.folder = folder;
    this.bootId = bootId;
    this.file = file;
    List<PhysicalRegister> all = new ArrayList<>();
    for (int slot = 0; slot < SimulatedRegisterFile.REGISTERS; slot++) {
      all.add(new Register(file, slot));
    }
    this.registers = ImmutableList.copyOf(all);
  }

  /**
   * Opens the platform in a folder, which is created if it is missing.
   *
   * @param bootId the machine's boot id; registers of another boot begin at zeros again
   * @throws IOException when the folder is in use or holds something else
   */
  public static SimulatedPlatform open(Path folder, UUID bootId) throws IOException {
    Files.createDirectories(folder);
    return new SimulatedPlatform(
        folder, bootId, SimulatedRegisterFile.open(folder.resolve("registers"), bootId, MRTD));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<PhysicalRegister> registers() {
    return registers;
  }

  @Override
  public RegisterName softwareRegister() {
    return new RegisterName("rtmr3");
  }

  @Override
  public Optional<RegisterName> initialStateRegister() {
    return Optional.of(new RegisterName("mrtd"));
  }

  @Override
  public byte[] quote(byte[] reportData) throws IOException {
    if (reportData.length != SimulatedQuote.REPORT_DATA_SIZE) {
      throw new IllegalArgumentException(
          "report data has " + SimulatedQuote.REPORT_DATA_SIZE + " bytes");
    }
    List<Digest> values = new ArrayList<>();
    for (PhysicalRegister register : registers) {
      values.add(register.read());
    }
    SimulatedKey key = SimulatedKey.open(folder);
    byte[] signed = SimulatedQuote.signedText(bootId, reportData, values, key.publicKey());
    return new SimulatedQuote(bootId, reportData, values, key.publicKey(), key.sign(signed))
        .format();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** One of the file's registers; slot 0 is static. */
  private record Register(SimulatedRegisterFile file, int slot) implements PhysicalRegister {
    @Override
    public RegisterDescription describe() {
      return new RegisterDescription(
          new RegisterName(SimulatedQuote.REGISTERS.get(slot)),
          Math.max(slot - 1, 0),
          HashAlgorithm.SHA384,
          true,
          slot > 0,
          false);
    }

    @Override
    public Digest read() throws IOException {
      return file.read(slot);
    }

    @Override
    public void extend(Digest digest) throws IOException {
      if (slot == 0) {
        throw new IllegalArgumentException(describe().name() + " is static");
      }
      file.extend(slot, digest);
    }
  }
}
