package dev.vmr.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmr verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Evidence in, verdict out (docs/verification.md).",
    footer = "Exit code: 0 accepted, 1 rejected, 2 usage, 3 unreadable or malformed input.")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Mixin private final EvidenceOptions evidence = new EvidenceOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--log", paramLabel = "FILE", description = "the event log")
  private @Nullable Path log;

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

  @Option(names = "--html", paramLabel = "FILE", description = "also write a page for people")
  private @Nullable Path html;

  @Override
  public Integer call() throws IOException, EvidenceException {
    if ((quoted == null) == (quote == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give either --quoted or --quote");
    }
    if (quoted != null && !evidence.given() && html == null) {
      return replay(Options.digest("--quoted", quoted));
    }
    Policy policy = evidence.policy();
    Appraisal appraisal = new Appraisal(quotedRegisters(policy), policy);
    CheckpointFile state = gather(appraisal);
    AttestationResult result = appraisal.run();
    if (state != null && result.checkpoint().isPresent()) {
      state.write(result.checkpoint().get());
    }
    if (html != null) {
      Files.writeString(html, Report.page(result, evidence.time().toString()));
    }
    if (output.json()) {
      output.print(ResultJson.of(result));
    } else {
      print(output.out(), result, evidence.given());
    }
    return result.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private @Nullable CheckpointFile gather(Appraisal appraisal)
      throws IOException, EvidenceException {
    RegisterName register = Options.register("--physical", physical);
    CheckpointFile state = checkpoint == null ? null : new CheckpointFile(checkpoint);
    if (log != null && state != null) {
      Checkpoint from = state.read(HashAlgorithm.SHA384);
      appraisal.own(EvidenceOptions.label(log), Options.file(log), register, from, checkPrefix);
    } else if (log != null) {
      appraisal.own(EvidenceOptions.label(log), Options.file(log), register);
    }
    evidence.give(appraisal, register);
    if (initial != null) {
      appraisal.explainedStart(Options.digest("--initial", initial));
    }
    if (ima != null) {
      appraisal.ima(Options.file(ima), Options.register("--ima-register", imaRegister));
    }
    if (pcrs != null) {
      appraisal.pcrs(Options.file(pcrs));
    }
    if (biosLog != null) {
      appraisal.bootLog(Options.file(biosLog));
    }
    return state;
  }

  private QuotedRegisters quotedRegisters(Policy policy) throws IOException, EvidenceException {
    if (quote != null) {
      return Quotes.verify(
          EvidenceOptions.read(quote, Quotes.MAX_SIZE),
          evidence.context(allowSimulated || policy.simulatedAllowed(), List.of()));
    }
    Digest value = Options.digest("--quoted", Objects.requireNonNull(quoted));
    RegisterName register = Options.register("--physical", physical);
    return new QuotedRegisters(
        QuotedPlatform.UNKNOWN,
        ImmutableListMultimap.of(register.text(), QuotedValue.of(value)),
        null,
        ImmutableMap.of(),
        List.of());
  }

  /** One log against a value that somebody else has taken from a quote. */
  private int replay(Digest value) throws IOException, EvidenceException {
    if (log == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "with --quoted, --log is needed");
    }
    Verification verification =
        new Verification(Options.file(log), QuotedRegister.verifiedElsewhere(value));
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
      verification.checkpoint(state.read(value.algorithm()), checkPrefix);
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

  private static void print(PrintWriter out, AttestationResult result, boolean proofs) {
    result.findings().forEach(out::println);
    if (proofs) {
      result.proofs().forEach(out::println);
    }
    long records =
        result.own().stream()
            .flatMap(each -> Optional.ofNullable(each.replayed()).stream())
            .mapToLong(ReplayedLog::records)
            .sum();
    String proven =
        result.own().isEmpty()
            ? result.proofs().size() + " proofs"
            : records + " records replay to the quoted value";
    out.println(result.accepted() ? "ACCEPTED: " + proven : "REJECTED");
  }
}
