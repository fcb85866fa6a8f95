package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.ima.ImaReplay;
import dev.vmr.ima.ImaRule;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmr ima replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "What an IMA list replays to, bank by bank.",
    footer = "Exit code: 0, 1 an entry is not what its digest says, 3 unreadable or malformed.")
final class ImaReplayCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "a list, binary or ASCII")
  private Path file = Path.of("");

  @Option(
      names = "--banks",
      paramLabel = "ALG,...",
      defaultValue = "sha1,sha256",
      description = "the banks (default: sha1,sha256)")
  private String banks = "sha1,sha256";

  @Option(
      names = "--pcr",
      paramLabel = "N",
      defaultValue = "10",
      description = "the PCR whose entries are meant (default: 10)")
  private int pcr = 10;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "real",
      description = "real, padded-sha1 or mixed (docs/ima.md, section 5; default: real)")
  private String rule = "real";

  @Override
  public Integer call() throws IOException, EvidenceException {
    Set<HashAlgorithm> algorithms = new LinkedHashSet<>();
    for (String name : Splitter.on(',').split(banks)) {
      algorithms.add(Options.algorithm(name));
    }
    ImaRule wanted =
        ImaRule.of(rule)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "--rule: there is no rule " + rule));
    Options.file(file);
    ImaReplay replay;
    try {
      replay = ImaListReplay.of(file, algorithms, wanted != ImaRule.REAL);
    } catch (ImaFormatException e) {
      throw new EvidenceException(file + ": " + e.getMessage());
    }
    for (HashAlgorithm algorithm : algorithms) {
      replay
          .unreplayable(pcr, algorithm, wanted)
          .ifPresent(
              entry -> {
                throw new CommandFailure(
                    ExitCode.INPUT,
                    file
                        + ", entry "
                        + entry
                        + ": the list does not hold what the bank "
                        + algorithm
                        + " needs");
              });
    }
    print(replay, algorithms, wanted);
    for (long entry : replay.differing()) {
      spec.commandLine()
          .getErr()
          .println("vmr: entry " + entry + ": the template digest is not the hash of the data");
    }
    return replay.differing().isEmpty() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private void print(ImaReplay replay, Set<HashAlgorithm> algorithms, ImaRule wanted) {
    if (!output.json()) {
      for (HashAlgorithm algorithm : algorithms) {
        output.out().println(algorithm + ": " + replay.value(pcr, algorithm, wanted).hex());
      }
      return;
    }
    ObjectNode node = Json.object();
    node.put("pcr", pcr).put("entries", replay.entries());
    node.put("violations", replay.violations()).put("rule", wanted.text());
    ObjectNode values = node.putObject("banks");
    for (HashAlgorithm algorithm : algorithms) {
      values.put(algorithm.kernelName(), replay.value(pcr, algorithm, wanted).hex());
    }
    replay.differing().forEach(node.putArray("differing")::add);
    output.print(node);
  }
}
