package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr log}. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "The event log of a physical register, as the daemon has committed it.",
      "With show: any measurement log that is a file."
    },
    subcommands = LogShowCommand.class)
final class LogCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--physical", paramLabel = "NAME", description = "by default the software's")
  private @Nullable String physical;

  @Option(names = "--follow", description = "print the records that are committed from now on")
  private boolean follow;

  @Override
  public Integer call() {
    ObjectNode parameters = Json.object();
    if (physical != null) {
      parameters.put("physical", physical);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Client client = socket.connect()) {
      client.stream(
          follow ? "Subscribe" : "Log",
          parameters,
          reply -> {
            out.print(reply.path("text").asText());
            out.flush();
          });
    }
    return ExitCode.OK;
  }
}
