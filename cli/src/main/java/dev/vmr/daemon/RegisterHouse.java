package dev.vmr.daemon;

import com.google.common.collect.ImmutableList;
import dev.vmr.mux.Multiplexer;
import dev.vmr.mux.RefusedException;
import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.Platform;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.platform.tsmmr.TsmMrPlatform;
import dev.vmr.record.Define;
import dev.vmr.record.InitialValue;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The platform, the physical registers that are owned, and which name goes to which. */
public final class RegisterHouse implements Closeable {
  private final Platform platform;
  private final Map<RegisterName, Multiplexer> physical = new LinkedHashMap<>();
  private final Map<RegisterName, RegisterName> placed = new HashMap<>();
  private final RegisterName usual;

  private RegisterHouse(Platform platform, RegisterName usual) {
    this.platform = platform;
    this.usual = usual;
  }

  /**
   * Opens the platform and the logs, recovers them, and defines the registers that the
   * configuration defines.
   *
   * @param logs the folder of the event logs
   * @throws IOException when anything of that is not possible; nothing is left open
   */
  public static RegisterHouse open(DaemonConfig config, Path logs, UUID bootId) throws IOException {
    Files.createDirectories(config.state());
    Files.createDirectories(logs);
    Platform platform = platform(config, bootId);
    RegisterHouse house;
    try {
      RegisterName wanted =
          Optional.ofNullable(config.physical()).orElse(platform.softwareRegister());
      house = new RegisterHouse(platform, ownName(platform, wanted));
    } catch (IOException e) {
      platform.close();
      throw e;
    }
    try {
      RegisterName usual = house.usual;
      house.openLog(usual, logs, bootId, config.fsync());
      for (DaemonConfig.RegisterConfig register : config.registers()) {
        RegisterName at =
            register.physical() == null ? usual : ownName(platform, register.physical());
        house.openLog(at, logs, bootId, config.fsync());
        house.placed.put(register.name(), at);
        house.define(register);
      }
      return house;
    } catch (IOException e) {
      house.close();
      throw e;
    }
  }

  private static Platform platform(DaemonConfig config, UUID bootId) throws IOException {
    if (config.platform() instanceof DaemonConfig.PlatformConfig.TsmMr tsmMr) {
      return TsmMrPlatform.open(tsmMr.measurements(), tsmMr.reports());
    }
    return SimulatedPlatform.open(config.state().resolve(SimulatedPlatform.NAME), bootId);
  }

  /** The platform's own name of a register. */
  private static RegisterName ownName(Platform platform, RegisterName name) throws IOException {
    return find(platform, name).describe().name();
  }

  private static PhysicalRegister find(Platform platform, RegisterName name) throws IOException {
    return platform
        .register(name)
        .orElseThrow(
            () ->
                new IOException(
                    platform.name()
                        + " has no physical register "
                        + name
                        + "; those that can be extended are "
                        + extendable(platform)));
  }

  private static String extendable(Platform platform) {
    return platform.registers().stream()
        .map(PhysicalRegister::describe)
        .filter(RegisterDescription::extendable)
        .map(description -> description.name().text())
        .collect(Collectors.joining(", "));
  }

  private void openLog(RegisterName name, Path logs, UUID bootId, boolean fsync)
      throws IOException {
    if (!physical.containsKey(name)) {
      PhysicalRegister register = find(platform, name);
      physical.put(name, Multiplexer.open(register, logs.resolve(name + ".log"), bootId, fsync));
    }
  }

  private void define(DaemonConfig.RegisterConfig config) throws IOException {
    if (config.banks().isEmpty()) {
      return;
    }
    Define wanted =
        new Define(config.name(), config.banks(), null, InitialValue.ZEROS, config.resettable());
    Multiplexer multiplexer = multiplexer(config.name());
    Optional<VirtualRegister> known = multiplexer.registers().find(config.name());
    if (known.isPresent()) {
      if (!known.get().definition().equals(Optional.of(wanted))) {
        throw new IOException(
            "register " + config.name() + " is in the log already, and not as it is configured");
      }
      return;
    }
    try {
      multiplexer.submit(wanted);
    } catch (RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where the physical registers are, and who makes the quotes. */
  public Platform platform() {
    return platform;
  }

  /** The owners of all physical registers that are owned. */
  public List<Multiplexer> multiplexers() {
    return ImmutableList.copyOf(physical.values());
  }

  /** Where a virtual register goes. */
  public Multiplexer multiplexer(RegisterName name) {
    return owned(placed.getOrDefault(name, usual));
  }

  /** The owner of a physical register, or of the usual one. */
  public Optional<Multiplexer> physical(Optional<String> name) {
    return physical.entrySet().stream()
        .filter(entry -> entry.getKey().text().equals(name.orElse(usual.text())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Multiplexer owned(RegisterName name) {
    Multiplexer multiplexer = physical.get(name);
    if (multiplexer == null) {
      throw new IllegalStateException(name + " is not owned");
    }
    return multiplexer;
  }

  @Override
  public void close() throws IOException {
    for (Multiplexer multiplexer : physical.values()) {
      multiplexer.close();
    }
    platform.close();
  }
}
