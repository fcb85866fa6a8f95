package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vmr event}. */
@Command(
    name = "event",
    mixinStandardHelpOptions = true,
    description = "Records an application's event; no virtual register moves.")
final class EventCommand implements Callable<Integer> {
  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "NAME", description = "a register or a domain name")
  private String name = "";

  @Parameters(index = "1", paramLabel = "OPERATION", description = "one word")
  private String operation = "";

  @Parameters(index = "2", arity = "0..1", paramLabel = "CONTENT", description = "one line")
  private @Nullable String content;

  @Override
  public Integer call() {
    ObjectNode parameters = Json.object().put("name", name).put("operation", operation);
    if (content != null) {
      parameters.put("content", content);
    }
    try (Client client = socket.connect()) {
      Receipts.print(output, client.call("Append", parameters));
    }
    return ExitCode.OK;
  }
}
