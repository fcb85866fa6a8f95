package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vmr list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "The virtual registers and their values.")
final class ListCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    JsonNode list;
    try (Client client = socket.connect()) {
      list = client.call("List", Json.object());
    }
    if (output.json()) {
      output.print(list);
    } else {
      RegisterTable.print(output.out(), list.path("registers"));
    }
    return ExitCode.OK;
  }
}
