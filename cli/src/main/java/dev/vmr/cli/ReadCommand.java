package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr read}. */
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    description = "The value of one virtual register.")
final class ReadCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "the register")
  private String name = "";

  @Option(names = "--bank", paramLabel = "ALG", description = "print the hex of this bank only")
  private @Nullable String bank;

  @Override
  public Integer call() {
    JsonNode register;
    try (Client client = socket.connect()) {
      register = client.call("Read", Json.object().put("name", name)).path("register");
    }
    if (output.json()) {
      output.print(register);
    } else if (bank == null) {
      RegisterTable.print(output.out(), List.of(register));
    } else {
      output.out().println(value(register, bank));
    }
    return ExitCode.OK;
  }

  private String value(JsonNode register, String wanted) {
    for (JsonNode each : register.path("banks")) {
      if (each.path("algorithm").asText().equals(wanted)) {
        return each.path("value").asText();
      }
    }
    throw new CommandFailure(ExitCode.DAEMON, name + " has no bank " + wanted);
  }
}
