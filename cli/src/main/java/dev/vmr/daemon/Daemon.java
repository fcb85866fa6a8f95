package dev.vmr.daemon;

import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.daemon.varlink.ServiceInfo;
import dev.vmr.ima.follow.FollowConfig;
import dev.vmr.ima.follow.ImaFollower;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that runs, in the order of docs/daemon.md, section 4. */
public final class Daemon implements Closeable {
  private final RegisterHouse house;
  private @Nullable TpmBridge bridge;
  private @Nullable ImaFollower follower;
  private @Nullable ApiServer api;

  private Daemon(RegisterHouse house) {
    this.house = house;
  }

  /** As below, with nobody to tell. */
  public static Daemon start(
      DaemonConfig config, Path logs, UUID bootId, String version, Runnable tpmShutdown)
      throws IOException {
    return start(config, logs, bootId, version, tpmShutdown, text -> {});
  }

  /**
   * Starts what the configuration asks for.
   *
   * @param logs the folder of the event logs
   * @param version what GetInfo says
   * @param tpmShutdown what a TPM client's SHUTDOWN does; the TPM itself is left as it is
   * @param warning told, for people, when a part of it gives up later
   * @throws IOException when anything cannot be started; nothing is left open
   */
  public static Daemon start(
      DaemonConfig config,
      Path logs,
      UUID bootId,
      String version,
      Runnable tpmShutdown,
      Consumer<String> warning)
      throws IOException {
    Daemon daemon = new Daemon(RegisterHouse.open(config, logs, bootId));
    try {
      TpmConfig tpm = config.tpm();
      if (tpm != null) {
        daemon.bridge =
            TpmBridge.open(tpm, config.state().resolve("tpm-state"), daemon.house, tpmShutdown);
      }
      FollowConfig ima = config.ima();
      if (ima != null) {
        daemon.follower = ImaFollower.start(ima, daemon.house.multiplexer(ima.register()), warning);
      }
      Path socket = config.socket();
      if (socket != null) {
        daemon.api =
            ApiServer.start(
                socket,
                config.socketMode(),
                new ServiceInfo("vmr", "vmr daemon", version, "https://varlink.org"),
                caller ->
                    new RegistersInterface(
                        caller, config.access(), daemon.house, daemon.bridge, daemon.follower));
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
    if (follower != null) {
      follower.close();
    }
    if (bridge != null) {
      bridge.close();
    }
    house.close();
  }
}
