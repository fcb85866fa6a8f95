package dev.vmr.cli;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.LogFinding;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.SyncPoint;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.LogCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "What an event log replays to: claims, until the value is compared with a quote.",
      "A log that is malformed is not replayed; a jump is shown, not judged."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--log", required = true, paramLabel = "FILE", description = "the event log")
  private Path log = Path.of("");

  @Option(
      names = "--initial",
      paramLabel = "ALG:HEX",
      description = "what the register held when the log begins, if not zeros")
  private @Nullable String initial;

  @Override
  public Integer call() throws IOException, EvidenceException {
    Digest start = initial == null ? null : Options.digest("--initial", initial);
    HashAlgorithm algorithm = start == null ? HashAlgorithm.SHA384 : start.algorithm();
    ReplayedLog replayed = LogCheck.replay(Options.file(log), algorithm, start).result();
    List<LogFinding> wrong =
        replayed.findings().stream()
            .filter(
                each ->
                    each.code() != LogFinding.Code.UNEXPLAINED_JUMP
                        && each.code() != LogFinding.Code.UNEXPLAINED_RESTORE)
            .toList();
    for (LogFinding each : wrong) {
      spec.commandLine()
          .getErr()
          .println("vmr: " + log + ", line " + each.line() + ": " + each.text());
    }
    if (!wrong.isEmpty()) {
      return ExitCode.INPUT;
    }
    if (output.json()) {
      output.print(Json.log(replayed));
    } else {
      print(output.out(), replayed);
    }
    return ExitCode.OK;
  }

  static void print(PrintWriter out, ReplayedLog replayed) {
    out.println("value    " + replayed.value());
    out.println("records  " + replayed.records());
    for (SyncPoint sync : replayed.syncs()) {
      out.println(
          "sync     line " + sync.line() + (sync.explained() ? "" : ", not explained: a jump"));
    }
    Table table = new Table("NAME", "BANK", "VALUE", "EXTENSIONS", "RESETS", "");
    replayed
        .registers()
        .forEach(
            (name, register) ->
                register
                    .banks()
                    .forEach(
                        (algorithm, value) ->
                            table.row(
                                name.text(),
                                algorithm.kernelName(),
                                value.hex(),
                                Long.toString(register.extensions()),
                                Long.toString(register.resets()),
                                register.locked() ? "locked" : "")));
    table.print(out);
  }
}
