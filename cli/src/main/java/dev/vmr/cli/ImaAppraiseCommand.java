package dev.vmr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.verify.BootPcrs;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.Source;
import dev.vmr.verify.files.FileAppraisal;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.Outcome;
import dev.vmr.verify.files.PolicyFormat;
import dev.vmr.verify.files.SigningKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr ima appraise}. */
@Command(
    name = "appraise",
    mixinStandardHelpOptions = true,
    description = {
      "Whether every file of an IMA list was wanted (docs/ima-policy.md).",
      "Its digest must be in a reference list, or a key that is believed must have signed it. Whether",
      "the list itself is true is another question: vmr ima check."
    },
    footer = "Exit code: 0 all accepted, 1 something is not, 3 unreadable or malformed.")
final class ImaAppraiseCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "LIST", description = "a list, binary or ASCII")
  private Path file = Path.of("");

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "what sha256sum prints, a runtime policy of Keylime, or our own form")
  private Path policy = Path.of("");

  @Option(
      names = "--policy-format",
      paramLabel = "FORMAT",
      description = "checksums, keylime or vmr (default: told by the content)")
  private @Nullable String format;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "a certificate or key that files are signed with; may be repeated")
  private final List<Path> certificates = new ArrayList<>();

  @Option(names = "--allow-violations", description = "accept violations")
  private boolean allowViolations;

  @Option(
      names = "--pcrs",
      paramLabel = "FILE",
      description = "PCR values, for boot_aggregate, of tpm2_pcrread or such")
  private @Nullable Path pcrs;

  @Option(
      names = "--bios-log",
      paramLabel = "FILE",
      description = "the firmware's TCG2 log, for boot_aggregate")
  private @Nullable Path biosLog;

  @Override
  public Integer call() throws IOException, EvidenceException {
    FilePolicy wanted = ReferenceFiles.policy(policy, format());
    List<SigningKey> keys = ReferenceFiles.keys(certificates);
    Source list = Options.file(file);
    Writer out = new BufferedWriter(output.out(), 1 << 16);
    try {
      return output.json() ? json(list, wanted, keys, out) : text(list, wanted, keys, out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      out.flush();
    }
  }

  private @Nullable PolicyFormat format() {
    return format == null
        ? null
        : PolicyFormat.of(format)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE, "--policy-format: checksums, keylime or vmr"));
  }

  private FileAppraisal appraisal(
      FilePolicy wanted, List<SigningKey> keys, Consumer<Finding> findings)
      throws IOException, EvidenceException {
    FileAppraisal appraisal = new FileAppraisal(wanted, keys, findings);
    if (allowViolations) {
      appraisal.allowViolations();
    }
    if (pcrs != null) {
      appraisal.bootPcrs("the PCR values", BootPcrs.of(BootPcrFiles.values(pcrs)));
    }
    if (biosLog != null) {
      appraisal.bootPcrs("the firmware log", BootPcrFiles.ofFirmwareLog(biosLog));
    }
    return appraisal;
  }

  private int text(Source list, FilePolicy wanted, List<SigningKey> keys, Writer out)
      throws IOException, EvidenceException {
    FileAppraisal appraisal = appraisal(wanted, keys, finding -> write(out, finding.toString()));
    read(list, appraisal);
    write(out, summary(appraisal));
    return appraisal.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private static void write(Writer out, String line) {
    try {
      out.write(line + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String summary(FileAppraisal appraisal) {
    if (!appraisal.accepted()) {
      return "REJECTED: "
          + appraisal.count(Outcome.REJECTED)
          + " of "
          + appraisal.entries()
          + " entries";
    }
    StringBuilder text = new StringBuilder("ACCEPTED: " + appraisal.entries() + " entries");
    String separator = ": ";
    for (Outcome outcome : Outcome.values()) {
      if (appraisal.count(outcome) > 0) {
        text.append(separator).append(appraisal.count(outcome)).append(' ');
        text.append(outcome.text().replace('_', ' '));
        separator = ", ";
      }
    }
    return text.toString();
  }

  private int json(Source list, FilePolicy wanted, List<SigningKey> keys, Writer out)
      throws IOException, EvidenceException {
    boolean whole = false;
    JsonGenerator json = Json.generator(out);
    FileAppraisal appraisal = appraisal(wanted, keys, finding -> Json.finding(json, finding));
    try (json) {
      json.writeStartObject();
      json.writeStringField("policy_format", wanted.format().text());
      json.writeArrayFieldStart("findings");
      try {
        read(list, appraisal);
        whole = true;
      } finally {
        json.writeEndArray();
        json.writeNumberField("entries", appraisal.entries());
        for (Outcome outcome : Outcome.values()) {
          json.writeNumberField(outcome.text(), appraisal.count(outcome));
        }
        json.writeBooleanField("accepted", whole && appraisal.accepted());
        json.writeEndObject();
      }
    } finally {
      out.write(System.lineSeparator());
    }
    return appraisal.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private void read(Source list, FileAppraisal appraisal) throws IOException, EvidenceException {
    try (InputStream in = list.open()) {
      ImaReader.of(in).forEach(appraisal);
    } catch (ImaFormatException e) {
      throw new EvidenceException(file + ": " + e.getMessage());
    }
    appraisal.finish();
  }
}
