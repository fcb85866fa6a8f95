package dev.vmr.daemon;

import com.google.common.collect.ImmutableList;
import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.mux.Receipt;
import dev.vmr.record.Note;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import dev.vmr.tpm.PcrInterposer;
import dev.vmr.tpm.PcrMap;
import dev.vmr.tpm.PcrRegister;
import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.TpmStates;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.transport.TpmServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The TPM of a daemon: engine, interposer and transports. */
public final class TpmBridge implements Closeable {
  private final PcrMap map;
  private final PcrInterposer tpm;
  private final List<TpmServer> servers = new ArrayList<>();

  private TpmBridge(PcrMap map, PcrInterposer tpm) {
    this.map = map;
    this.tpm = tpm;
  }

  /**
   * Makes the TPM, rebuilt from the logs if it is in them, and starts its transports.
   *
   * @param state the folder of the TPM's own state
   * @param shutdown what a client's SHUTDOWN does; the TPM itself is left as it is
   * @throws IOException when that is not possible; nothing is left open
   */
  public static TpmBridge open(TpmConfig config, Path state, RegisterHouse house, Runnable shutdown)
      throws IOException {
    PcrMap map = PcrMap.withDefaults(config.pcrs());
    Map<Integer, PcrRegister> registers = new HashMap<>();
    map.names()
        .forEach(
            (pcr, name) -> {
              if (!config.virtualOnly().contains(pcr)) {
                registers.put(pcr, new PcrRegister(name, house.multiplexer(name)));
              }
            });
    TpmBridge bridge = new TpmBridge(map, interposer(config, state, registers));
    try {
      if (config.started() && !bridge.tpm.running()) {
        bridge.start();
      }
      bridge.listen(config, shutdown);
      return bridge;
    } catch (IOException e) {
      bridge.close();
      throw e;
    }
  }

  private static PcrInterposer interposer(
      TpmConfig config, Path state, Map<Integer, PcrRegister> registers) throws IOException {
    TpmEngine engine = TpmEngines.open(config.engine(), state);
    try {
      return PcrInterposer.open(engine, registers);
    } catch (IOException e) {
      engine.close();
      throw e;
    }
  }

  private void start() throws IOException {
    Optional<TpmStates> states = tpm.states();
    if (states.isPresent()) {
      states.get().dropVolatile(); // what was running then is not in the log of this boot
    }
    if (!tpm.init()) {
      throw new IOException("the TPM does not start: its engine refuses its state");
    }
    int code = CommandHeader.responseCode(tpm.execute(Commands.startup(false), 0));
    if (code != 0) {
      throw new IOException(
          "the TPM does not start: " + tpm.failure().orElse("code " + Integer.toHexString(code)));
    }
  }

  private void listen(TpmConfig config, Runnable shutdown) throws IOException {
    Path swtpm = config.swtpm();
    if (swtpm != null) {
      Path control = Optional.ofNullable(config.swtpmCtrl()).orElse(Path.of(swtpm + ".ctrl"));
      servers.add(TpmServer.swtpm(tpm, swtpm, control, shutdown));
    } else if (config.swtpmCtrl() != null) {
      servers.add(TpmServer.swtpmControl(tpm, config.swtpmCtrl(), shutdown));
    }
    if (config.swtpmPort() != null) {
      servers.add(TpmServer.swtpm(tpm, config.swtpmPort(), shutdown));
    }
    if (config.mssimPort() != null) {
      servers.add(TpmServer.mssim(tpm, config.mssimPort(), shutdown));
    }
    if (config.raw() != null) {
      servers.add(TpmServer.raw(tpm, config.raw()));
    }
    if (config.vtpmx()) {
      servers.add(TpmServer.vtpmx(tpm));
    }
  }

  /** Whether a PCR's changes are recorded. */
  public boolean isLogged(int pcr) {
    return tpm.isLogged(pcr);
  }

  /** The PCR that is the register of that name. */
  public Optional<Integer> pcr(RegisterName name) {
    return map.pcr(name);
  }

  /**
   * Extends a PCR for an application.
   *
   * @throws CommandException when the TPM refuses
   */
  public Receipt extend(int pcr, List<Digest> digests, @Nullable Note note)
      throws CommandException, IOException {
    return tpm.extend(pcr, digests, note);
  }

  /** The name of what executes its commands: {@code libtpms} or {@code pcr-only}. */
  public String engine() {
    return tpm.engineName();
  }

  /** {@code off}, {@code ready} or {@code failed}. */
  public String state() {
    if (tpm.failure().isPresent()) {
      return "failed";
    }
    return tpm.running() ? "ready" : "off";
  }

  /** How clients connect, as TCTI configurations. */
  public List<String> transports() {
    return servers.stream().map(TpmServer::description).collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() throws IOException {
    for (TpmServer server : servers) {
      server.close();
    }
    tpm.close();
  }
}
