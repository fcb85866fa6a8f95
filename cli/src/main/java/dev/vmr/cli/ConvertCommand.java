package dev.vmr.cli;

import dev.vmr.verify.convert.Collation;
import dev.vmr.verify.convert.Conversion;
import dev.vmr.verify.convert.ConversionException;
import dev.vmr.verify.convert.TargetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Turns a log into another format.",
      "What that has no place for is an error; nothing is left out."
    })
final class ConvertCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "the log, of any format that can be converted; several become one",
        "(cel-json, cel-cbor or cel-tlv), the firmware's first"
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "cel-json, cel-cbor, cel-tlv, tcg2 or vmr")
  private String to = "";

  @Option(names = "-o", paramLabel = "OUT", description = "where to (default: standard output)")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    TargetFormat target =
        TargetFormat.of(to)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "--to: one of "
                            + Arrays.stream(TargetFormat.values())
                                .map(TargetFormat::text)
                                .collect(Collectors.joining(", "))));
    List<byte[]> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(LogShowCommand.bytes(file));
    }
    byte[] converted;
    try {
      converted =
          logs.size() == 1
              ? Conversion.convert(logs.get(0), target)
              : Collation.collate(logs, target);
    } catch (ConversionException e) {
      String of = files.size() == 1 ? files.get(0) + ": " : "";
      throw new CommandFailure(ExitCode.INPUT, of + e.getMessage());
    }
    if (out == null) {
      System.out.write(converted);
      System.out.flush();
    } else {
      Files.write(out, converted);
    }
    return ExitCode.OK;
  }
}
