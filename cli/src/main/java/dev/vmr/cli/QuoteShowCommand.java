package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.Quotes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vmr quote show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "What a quote says, and what is wrong with it (docs/quotes.md).",
    footer = "Exit code: 0 accepted, 1 rejected, 2 usage, 3 not a quote, or unreadable.")
final class QuoteShowCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final TrustOptions trust = new TrustOptions();
  @Mixin private final EndorsementOption endorsements = new EndorsementOption();

  @Parameters(paramLabel = "FILE", description = "a quote of any kind; binary, hex or Base64")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException, EvidenceException {
    QuotedRegisters quoted =
        Quotes.verify(FileContent.read(file), trust.context(endorsements.read(), false));
    if (output.json()) {
      output.print(json(quoted));
    } else {
      print(output.out(), quoted);
    }
    if (quoted.platform() == QuotedPlatform.UNKNOWN) {
      return ExitCode.INPUT;
    }
    return quoted.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private static ObjectNode json(QuotedRegisters quoted) {
    ObjectNode node = Json.object();
    node.put("platform", quoted.platform().text()).put("accepted", quoted.accepted());
    ArrayNode registers = node.putArray("registers");
    quoted.registers().forEach((name, value) -> register(registers.addObject(), name, value));
    QuotedValue reportData = quoted.reportData();
    node.put("report_data", reportData == null ? null : reportData.hex());
    ObjectNode claims = node.putObject("claims");
    quoted.claims().forEach(claims::put);
    Json.findings(node.putArray("findings"), quoted.findings());
    return node;
  }

  private static void register(ObjectNode node, String name, QuotedValue value) {
    node.put("name", name);
    node.put("alg", value.digest().map(each -> each.algorithm().kernelName()).orElse(null));
    node.put("value", value.hex());
  }

  private static void print(PrintWriter out, QuotedRegisters quoted) {
    out.println("platform: " + quoted.platform().text());
    if (!quoted.registers().isEmpty()) {
      Table table = new Table("REGISTER", "VALUE");
      quoted.registers().forEach((name, value) -> table.row(name, value.toString()));
      table.print(out);
    }
    if (!quoted.claims().isEmpty()) {
      Table table = new Table("CLAIM", "VALUE");
      quoted.claims().forEach(table::row);
      table.print(out);
    }
    quoted.findings().forEach(out::println);
    out.println(
        quoted.accepted()
            ? "ACCEPTED: the values are proven"
            : "REJECTED: the values are only claimed");
  }
}
