package dev.vmr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.bootlog.CcelTable;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr log show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "What a measurement log of any known format says and replays to.",
      "Nothing of it is proven until a register is compared with a quote."
    },
    footer = {
      "",
      "Formats: TCG2 and SHA-1 firmware logs, CCEL, Confidential Containers (binary and text),",
      "dstack, CEL (TLV, JSON, CBOR), systemd, IMA, and our own.",
      "",
      "Exit codes: 0 read, 1 a finding is an error, 3 not read to its end or no log."
    })
final class LogShowCommand implements Callable<Integer> {
  private static final int SHORT = 16;

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "the log")
  private Path file = Path.of("");

  @Option(
      names = "--ccel-table",
      paramLabel = "FILE",
      description = "the ACPI table CCEL that describes the log")
  private @Nullable Path table;

  @Override
  public Integer call() throws IOException {
    MeasurementLog log = read();
    if (output.json()) {
      try (JsonGenerator json = Json.generator(output.out())) {
        MeasurementLogJson.write(log, json);
      }
      output.out().println();
    } else {
      print(log, output.out());
    }
    if (!log.complete()) {
      return ExitCode.INPUT;
    }
    return log.sound() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private MeasurementLog read() throws IOException {
    byte[] bytes = bytes(file);
    if (table == null) {
      return read(file, bytes);
    }
    CcelTable description =
        CcelTable.parse(bytes(table))
            .orElseThrow(() -> new CommandFailure(ExitCode.INPUT, table + ": no CCEL table"));
    if (!BootLogs.isCryptoAgile(bytes)) {
      throw new CommandFailure(ExitCode.INPUT, file + ": no log that a CCEL table describes");
    }
    return BootLogs.read(bytes, description);
  }

  /** A log of a known format; a failure of the command when it is none. */
  static MeasurementLog read(Path file, byte[] bytes) {
    try {
      return MeasurementLogs.read(bytes);
    } catch (UnknownLogException e) {
      throw new CommandFailure(ExitCode.INPUT, file + ": " + e.getMessage());
    }
  }

  /** The bytes of a file, but for one too many if it is too large for a log. */
  static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Options.file(file).open()) {
      return in.readNBytes(MeasurementLogs.MAX_SIZE + 1);
    }
  }

  private static void print(MeasurementLog log, PrintWriter out) {
    out.println("kind     " + log.kind());
    out.println("events   " + log.events().size());
    Table events = new Table("PLACE", "REGISTER", "DIGEST", "COVERAGE", "TYPE", "SAYS");
    for (LoggedEvent event : log.events()) {
      String digest =
          event.digests().isEmpty()
              ? ""
              : event.digests().get(event.digests().size() - 1).hex().substring(0, SHORT);
      events.row(
          event.place().toString(),
          event.register().map(Object::toString).orElse("-"),
          event.extended() ? digest : "-",
          event.coverage().text(),
          event.claimedType(),
          event.claimedContent().text());
    }
    events.print(out);
    out.println();
    Table registers = new Table("REGISTER", "BANK", "REPLAYED VALUE");
    log.replayed()
        .forEach(
            (name, banks) ->
                banks.forEach(
                    (bank, value) -> registers.row(name.text(), bank.kernelName(), value.hex())));
    registers.print(out);
    for (EventFinding finding : log.findings()) {
      out.println(finding);
    }
    if (log.findingCount() > log.findings().size()) {
      out.println("only the first " + log.findings().size() + " findings are listed");
    }
  }
}
