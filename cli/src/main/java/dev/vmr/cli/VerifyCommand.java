package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vmr.register.Digest;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmr verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Evidence in, verdict out (docs/verification.md).",
    footer = "Exit code: 0 accepted, 1 rejected, 2 usage, 3 unreadable or malformed input.")
final class VerifyCommand implements Callable<Integer> {
  private static final int MAX_QUOTE = 1 << 16;

  @Mixin private final Output output = new Output();

  @Option(names = "--log", required = true, paramLabel = "FILE", description = "the event log")
  private Path log = Path.of("");

  @Option(
      names = "--quoted",
      paramLabel = "ALG:HEX",
      description = "the register's value, from a quote that was verified")
  private @Nullable String quoted;

  @Option(names = "--quote", paramLabel = "FILE", description = "a quote (docs/quotes.md)")
  private @Nullable Path quote;

  @Option(names = "--allow-simulated", description = "accept a quote that proves nothing")
  private boolean allowSimulated;

  @Option(
      names = "--physical",
      paramLabel = "NAME",
      defaultValue = "rtmr3",
      description = "with --quote: the register that the log is of (default: rtmr3)")
  private String physical = "rtmr3";

  @Option(
      names = "--initial",
      paramLabel = "ALG:HEX",
      description = "what other evidence says the register held when the log begins")
  private @Nullable String initial;

  @Option(names = "--ima", paramLabel = "FILE", description = "an IMA list, binary or ASCII")
  private @Nullable Path ima;

  @Option(
      names = "--ima-register",
      paramLabel = "NAME",
      defaultValue = "mr_ima",
      description = "the register of the IMA list (default: mr_ima)")
  private String imaRegister = "mr_ima";

  @Option(names = "--pcrs", paramLabel = "FILE", description = "PCR values as tpm2_pcrread prints")
  private @Nullable Path pcrs;

  @Option(names = "--bios-log", paramLabel = "FILE", description = "the firmware's TCG2 log")
  private @Nullable Path biosLog;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "read only what was added since, and remember where this one ended")
  private @Nullable Path checkpoint;

  @Option(
      names = "--check-prefix",
      description = "also compare all that lies before the checkpoint")
  private boolean checkPrefix;

  @Override
  public Integer call() throws IOException, EvidenceException {
    QuotedRegister value = quotedRegister();
    Verification verification = new Verification(Options.file(log), value);
    if (initial != null) {
      verification.explainedStart(Options.digest("--initial", initial));
    }
    if (ima != null) {
      verification.ima(Options.file(ima), Options.register("--ima-register", imaRegister));
    }
    if (pcrs != null) {
      verification.pcrs(Options.file(pcrs));
    }
    if (biosLog != null) {
      verification.bootLog(Options.file(biosLog));
    }
    CheckpointFile state = checkpoint == null ? null : new CheckpointFile(checkpoint);
    if (state != null) {
      verification.checkpoint(state.read(value.value().algorithm()), checkPrefix);
    }
    Verdict verdict = verification.run();
    if (state != null && verdict.checkpoint().isPresent()) {
      state.write(verdict.checkpoint().get());
    }
    if (output.json()) {
      output.print(json(verdict));
    } else {
      print(output.out(), verdict);
    }
    return verdict.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private QuotedRegister quotedRegister() throws IOException, EvidenceException {
    if ((quoted == null) == (quote == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give either --quoted or --quote");
    }
    if (quoted != null) {
      Digest value = Options.digest("--quoted", quoted);
      return QuotedRegister.verifiedElsewhere(value);
    }
    try (InputStream in = Options.file(Objects.requireNonNull(quote)).open()) {
      return Quotes.verify(
              in.readNBytes(MAX_QUOTE),
              QuoteContext.pinned(Instant.now()).withSimulated(allowSimulated))
          .register(Options.register("--physical", physical).text());
    }
  }

  private static ObjectNode json(Verdict verdict) {
    ObjectNode node = Json.object().put("accepted", verdict.accepted());
    Json.findings(node.putArray("findings"), verdict.findings());
    node.setAll(Json.log(verdict.log()));
    return node;
  }

  static void print(PrintWriter out, Verdict verdict) {
    for (Finding finding : verdict.findings()) {
      out.println(finding);
    }
    out.println(
        verdict.accepted()
            ? "ACCEPTED: " + verdict.log().records() + " records replay to the quoted value"
            : "REJECTED");
  }
}
