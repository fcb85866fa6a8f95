package dev.vmr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.ima.Printable;
import dev.vmr.ima.pattern.PathPattern;
import dev.vmr.ima.pattern.PatternFormatException;
import dev.vmr.verify.EvidenceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr ima show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the entries of an IMA list, those that all given filters let through.",
      "A line has number, PCR, template, template digest, file digest, path; '-' is what an entry",
      "does not have."
    },
    footer = "Exit code: 0, 3 unreadable, truncated or malformed; the entries before are printed.")
final class ImaShowCommand implements Callable<Integer> {
  private static final HexFormat HEX = HexFormat.of();

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "a list, binary or ASCII")
  private Path file = Path.of("");

  @Option(
      names = "--path",
      paramLabel = "GLOB",
      description = "only paths that match: * and ? within a segment, ** across, [a-z]")
  private @Nullable String glob;

  @Option(names = "--template", paramLabel = "NAME", description = "only this template")
  private @Nullable String template;

  @Option(names = "--violations", description = "only violations")
  private boolean violations;

  @Option(names = "--pcr", paramLabel = "N", description = "only entries of this PCR")
  private @Nullable Integer pcr;

  private @Nullable PathPattern paths;

  @Override
  public Integer call() throws IOException, EvidenceException {
    try {
      paths = glob == null ? null : PathPattern.ofGlob(glob);
    } catch (PatternFormatException e) {
      throw new CommandFailure(ExitCode.USAGE, "--path: " + e.getMessage());
    }
    Writer out = new BufferedWriter(output.out(), 1 << 16);
    try (InputStream in = Options.file(file).open()) {
      if (output.json()) {
        json(ImaReader.of(in), out);
      } else {
        text(ImaReader.of(in), out);
      }
      return ExitCode.OK;
    } catch (ImaFormatException e) {
      throw new EvidenceException(file + ": " + e.getMessage());
    } finally {
      out.flush();
    }
  }

  private boolean wanted(ImaEntry entry) {
    PathPattern only = paths;
    return (!violations || entry.violation())
        && (pcr == null || pcr == entry.pcr())
        && (template == null || template.equals(entry.template().name()))
        && (only == null || entry.path().filter(only::matchesAll).isPresent());
  }

  private void text(ImaReader reader, Writer out) throws ImaFormatException, IOException {
    for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
      if (wanted(entry)) {
        out.write(
            entry.number()
                + " "
                + entry.pcr()
                + " "
                + entry.template().name()
                + " "
                + (entry.violation() ? "violation" : entry.templateDigest().toString())
                + " "
                + entry.fileDigest().map(FileDigest::toString).orElse("-")
                + " "
                + entry.path().map(Printable::of).orElse("-")
                + System.lineSeparator());
      }
    }
  }

  private void json(ImaReader reader, Writer out) throws ImaFormatException, IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (ImaEntry entry = reader.next(); entry != null; entry = reader.next()) {
        if (wanted(entry)) {
          json(entry, json);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write(System.lineSeparator());
  }

  private static void json(ImaEntry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("entry", entry.number());
    json.writeNumberField("pcr", entry.pcr());
    json.writeStringField("template", entry.template().name());
    json.writeStringField("digest", entry.templateDigest().toString());
    json.writeBooleanField("violation", entry.violation());
    json.writeBooleanField("opaque", entry.opaque());
    if (entry.path().isPresent()) {
      json.writeStringField("path", entry.path().get());
    }
    if (entry.fileDigest().isPresent()) {
      json.writeStringField("file_digest", entry.fileDigest().get().toString());
    }
    if (entry.signature().isPresent()) {
      json.writeStringField("signature", HEX.formatHex(entry.signature().get()));
    }
    if (entry.field("buf").isPresent()) {
      json.writeStringField("buffer", HEX.formatHex(entry.field("buf").get()));
    }
    json.writeEndObject();
  }
}
