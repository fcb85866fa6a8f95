package dev.vmr.daemon;

import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.daemon.varlink.ServiceInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that runs, in the order of docs/daemon.md, section 4. */
public final class Daemon implements Closeable {
  private final RegisterHouse house;
  private @Nullable TpmBridge bridge;
  private @Nullable ApiServer api;

  private Daemon(RegisterHouse house) {
    this.house = house;
  }

  /**
   * Starts what the configuration asks for.
   *
   * @param logs the folder of the event logs
   * @param version what GetInfo says
   * @param tpmShutdown what a TPM client's SHUTDOWN does; the TPM itself is left as it is
   * @throws IOException when anything cannot be started; nothing is left open
   */
  public static Daemon start(
      DaemonConfig config, Path logs, UUID bootId, String version, Runnable tpmShutdown)
      throws IOException {
    Daemon daemon = new Daemon(RegisterHouse.open(config, logs, bootId));
    try {
      TpmConfig tpm = config.tpm();
      if (tpm != null) {
        daemon.bridge =
            TpmBridge.open(tpm, config.state().resolve("tpm-state"), daemon.house, tpmShutdown);
      }
      Path socket = config.socket();
      if (socket != null) {
        daemon.api =
            ApiServer.start(
                socket,
                config.socketMode(),
                new ServiceInfo("vmr", "vmr daemon", version, "https://varlink.org"),
                caller ->
                    new RegistersInterface(caller, config.access(), daemon.house, daemon.bridge));
      }
      return daemon;
    } catch (IOException e) {
      daemon.close();
      throw e;
    }
  }

  /** The registers and their logs. */
  public RegisterHouse house() {
    return house;
  }

  /** The TPM, if there is one. */
  public Optional<TpmBridge> bridge() {
    return Optional.ofNullable(bridge);
  }

  @Override
  public void close() throws IOException {
    if (api != null) {
      api.close();
    }
    if (bridge != null) {
      bridge.close();
    }
    house.close();
  }
}
