package dev.vmr.cli;

import com.google.common.base.Splitter;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.vmr.daemon.AccessRules;
import dev.vmr.daemon.BootId;
import dev.vmr.daemon.CallerSet;
import dev.vmr.daemon.Daemon;
import dev.vmr.daemon.DaemonConfig;
import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.daemon.TpmEngines;
import dev.vmr.tpm.PcrMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr tpm serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a TPM on its own, on the simulated platform.",
      "Runs until SIGTERM, SIGINT or a client's shutdown. The TPM is started at once, as firmware",
      "would do it, unless --no-startup is given."
    })
final class TpmServeCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_534;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = TpmEngines.AUTO,
      description = {
        "what executes commands: libtpms (a complete TPM), pcr-only (measures, nothing else)",
        "or auto (default): libtpms when it is installed, else pcr-only"
      })
  private String engine = TpmEngines.AUTO;

  @Option(
      names = "--swtpm",
      paramLabel = "PATH",
      description = "swtpm's data socket; its control socket is PATH.ctrl unless given")
  private @Nullable Path swtpm;

  @Option(
      names = "--swtpm-ctrl",
      paramLabel = "PATH",
      description = "swtpm's control socket, as QEMU wants it")
  private @Nullable Path swtpmCtrl;

  @Option(
      names = "--swtpm-port",
      paramLabel = "P",
      description = "swtpm over TCP on the loopback: data P, control P+1")
  private @Nullable Integer swtpmPort;

  @Option(
      names = "--mssim-port",
      paramLabel = "P",
      description = "Microsoft simulator over TCP on the loopback: command P, platform P+1")
  private @Nullable Integer mssimPort;

  @Option(names = "--raw", paramLabel = "PATH", description = "a plain stream over a unix socket")
  private @Nullable Path raw;

  @Option(names = "--vtpmx", description = "a device of this kernel, through /dev/vtpmx (root)")
  private boolean vtpmx;

  @Option(
      names = "--virtual-only",
      paramLabel = "PCRS",
      defaultValue = "16,20,21,22,23",
      description = {
        "which resettable PCRs are kept off the log: numbers with commas, or none",
        "(default: 16,20,21,22,23, all that there are)"
      })
  private String virtualOnly = "";

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "registers and, unless --log-dir, logs (default: a temporary folder)")
  private @Nullable Path state;

  @Option(names = "--log-dir", paramLabel = "DIR", description = "where DIR/rtmr3.log goes")
  private @Nullable Path logDir;

  @Option(
      names = "--startup",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "start the TPM at once, as firmware would (default: yes)")
  private boolean startup = true;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    checkPort("--swtpm-port", swtpmPort);
    checkPort("--mssim-port", mssimPort);
    if (swtpm == null
        && swtpmCtrl == null
        && swtpmPort == null
        && mssimPort == null
        && raw == null
        && !vtpmx) {
      throw new CommandFailure(ExitCode.USAGE, "give at least one way to reach the TPM");
    }
    Path temporary = state == null ? Files.createTempDirectory("vmr-tpm-") : null;
    Path folder = state == null ? Path.of(String.valueOf(temporary)) : state;
    Foreground foreground = new Foreground();
    Daemon daemon;
    try {
      daemon =
          Daemon.start(
              config(folder),
              logDir == null ? folder : logDir,
              BootId.current(),
              Vmr.Version.text(),
              foreground::end);
    } catch (IOException e) {
      delete(temporary);
      throw new CommandFailure(ExitCode.DAEMON, Vmr.describe(e));
    }
    daemon
        .bridge()
        .ifPresent(
            bridge -> {
              spec.commandLine().getOut().println("TPM " + bridge.engine() + ": ready");
              bridge.transports().forEach(spec.commandLine().getOut()::println);
            });
    Closeable all =
        () -> {
          daemon.close();
          delete(temporary);
        };
    return foreground.await(all);
  }

  private static void checkPort(String option, @Nullable Integer port) {
    if (port != null && (port < 1 || port > MAX_PORT)) {
      throw new CommandFailure(ExitCode.USAGE, option + " is from 1 to " + MAX_PORT);
    }
  }

  private Set<Integer> virtualOnly() {
    Set<Integer> pcrs = new HashSet<>();
    for (String number : virtualOnly.equals("none") ? List.<String>of() : parts(virtualOnly)) {
      if (PcrMap.RESETTABLE.stream().noneMatch(pcr -> pcr.toString().equals(number))) {
        throw new CommandFailure(
            ExitCode.USAGE, "--virtual-only: only PCRs 16 and 20 to 23 can be, not " + number);
      }
      pcrs.add(Integer.valueOf(number));
    }
    return pcrs;
  }

  private static List<String> parts(String list) {
    return Splitter.on(',').splitToList(list);
  }

  private static void delete(@Nullable Path folder) throws IOException {
    if (folder != null) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private DaemonConfig config(Path folder) {
    return new DaemonConfig(
        new DaemonConfig.PlatformConfig.Simulated(),
        folder,
        null,
        0600,
        null,
        false,
        List.of(),
        new AccessRules(Map.of(), List.of(), true, CallerSet.EVERYONE),
        new TpmConfig(
            engine,
            startup,
            swtpm,
            swtpmCtrl,
            swtpmPort,
            mssimPort,
            raw,
            vtpmx,
            virtualOnly(),
            Map.of()),
        null);
  }
}
