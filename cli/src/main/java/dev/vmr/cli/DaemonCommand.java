package dev.vmr.cli;

import dev.vmr.daemon.BootId;
import dev.vmr.daemon.ConfigException;
import dev.vmr.daemon.ConfigReader;
import dev.vmr.daemon.Daemon;
import dev.vmr.daemon.DaemonConfig;
import dev.vmr.mux.Multiplexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr daemon}. */
@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    description = {
      "Owns physical registers and their logs, and serves the API and the TPM bridge.",
      "Runs in the foreground until SIGTERM or SIGINT. docs/daemon.md describes the configuration."
    })
final class DaemonCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration")
  private Path config = Path.of("");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DaemonConfig parsed;
    try {
      parsed = ConfigReader.read(Files.readString(config));
    } catch (ConfigException e) {
      throw new CommandFailure(ExitCode.INPUT, config + ", " + e.getMessage());
    }
    Foreground foreground = new Foreground();
    Daemon daemon;
    try {
      daemon =
          Daemon.start(
              parsed,
              parsed.state(),
              BootId.current(),
              Vmr.Version.text(),
              () -> {},
              text -> spec.commandLine().getErr().println("vmr: " + text));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.DAEMON, Vmr.describe(e));
    }
    for (Multiplexer multiplexer : daemon.house().multiplexers()) {
      spec.commandLine().getOut().println(multiplexer.describe().name() + ": ready");
    }
    daemon
        .bridge()
        .ifPresent(
            bridge -> spec.commandLine().getOut().println("TPM " + bridge.engine() + ": ready"));
    return foreground.await(daemon);
  }
}
