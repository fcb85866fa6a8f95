package dev.vmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.log.LineScanner;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.LogCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmr check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Whether logs and registers agree.",
      "Takes each log from the daemon, replays it here, and compares with the physical register and",
      "with every virtual register that the daemon shows. With --log only that file is checked by",
      "itself."
    },
    footer = "Exit code: 0 all agrees, 1 something does not.")
final class CheckCommand implements Callable<Integer> {
  private static final int MAX_ATTEMPTS = 5;

  @Mixin private final SocketOption socket = new SocketOption();
  @Mixin private final Output output = new Output();

  @Option(names = "--log", paramLabel = "FILE", description = "an event log, without a daemon")
  private @Nullable Path log;

  private final List<String> problems = new ArrayList<>();

  @Override
  public Integer call() throws IOException, EvidenceException {
    List<String> checked = new ArrayList<>();
    if (log != null) {
      ReplayedLog replayed =
          LogCheck.replay(Options.file(log), HashAlgorithm.SHA384, null).result();
      report(log.toString(), replayed);
      checked.add(log + ": " + replayed.records() + " records");
    } else {
      try (Client client = socket.connect()) {
        for (JsonNode physical : client.call("Status", Json.object()).path("physical")) {
          checked.add(check(client, physical.path("name").asText()));
        }
      }
    }
    print(checked);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private void print(List<String> checked) {
    if (output.json()) {
      ObjectNode node = Json.object().put("ok", problems.isEmpty());
      checked.forEach(node.putArray("checked")::add);
      problems.forEach(node.putArray("problems")::add);
      output.print(node);
      return;
    }
    problems.forEach(output.out()::println);
    checked.forEach(text -> output.out().println("checked " + text));
    output.out().println(problems.isEmpty() ? "all agrees" : problems.size() + " problems");
  }

  private void report(String log, ReplayedLog replayed) {
    for (LogFinding finding : replayed.findings()) {
      problems.add(
          log + ", line " + finding.line() + ": " + finding.code().text() + ": " + finding.text());
    }
  }

  /** The daemon goes on while it is looked at, so an unequal count of records is tried again. */
  private String check(Client client, String physical) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Replay replay = new Replay();
      StringBuilder text = new StringBuilder();
      client.stream(
          "Log",
          Json.object().put("physical", physical),
          reply -> text.append(reply.path("text").asText()));
      LineScanner.scan(
          new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII)), replay);
      JsonNode list = client.call("List", Json.object());
      JsonNode status = status(client, physical);
      ReplayedLog replayed = replay.result();
      boolean moved = status.path("records").asLong() != replayed.records();
      if (moved && attempt < MAX_ATTEMPTS) {
        continue;
      }
      report(physical, replayed);
      if (moved) {
        problems.add(physical + ": the log grows too fast to be compared");
      } else {
        compare(physical, replayed, status, list);
      }
      return physical + ": " + replayed.records() + " records";
    }
  }

  private static JsonNode status(Client client, String physical) {
    for (JsonNode each : client.call("Status", Json.object()).path("physical")) {
      if (each.path("name").asText().equals(physical)) {
        return each;
      }
    }
    throw new CommandFailure(ExitCode.DAEMON, physical + " has gone");
  }

  private void compare(String physical, ReplayedLog replayed, JsonNode status, JsonNode list) {
    if (!status.path("value").asText().equals(replayed.value().hex())) {
      problems.add(
          physical
              + " is "
              + status.path("value").asText()
              + ", its log replays to "
              + replayed.value().hex());
    }
    if (status.has("stopped")) {
      problems.add(physical + ": " + status.path("stopped").asText());
    }
    for (JsonNode shown : list.path("registers")) {
      if (shown.path("physical").asText().equals(physical)) {
        compare(shown, replayed.registers());
      }
    }
  }

  private void compare(JsonNode shown, Map<RegisterName, VirtualRegister> registers) {
    RegisterName name = new RegisterName(shown.path("name").asText());
    VirtualRegister replayed = registers.get(name);
    if (replayed == null) {
      problems.add(name + " is shown and not in the log");
      return;
    }
    Map<String, String> banks = new HashMap<>();
    replayed.banks().forEach((bank, value) -> banks.put(bank.kernelName(), value.hex()));
    Map<String, String> seen = new HashMap<>();
    for (JsonNode bank : shown.path("banks")) {
      seen.put(bank.path("algorithm").asText(), bank.path("value").asText());
    }
    if (!banks.equals(seen)) {
      problems.add(name + " is shown as " + seen + ", its log replays to " + banks);
    }
  }
}
