package dev.vmr.cli;

import dev.vmr.verify.convert.Conversion;
import dev.vmr.verify.convert.ConversionException;
import dev.vmr.verify.convert.TargetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
  @Parameters(paramLabel = "FILE", description = "the log, of any format that can be converted")
  private Path file = Path.of("");

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
    byte[] converted;
    try {
      converted = Conversion.convert(LogShowCommand.bytes(file), target);
    } catch (ConversionException e) {
      throw new CommandFailure(ExitCode.INPUT, file + ": " + e.getMessage());
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
