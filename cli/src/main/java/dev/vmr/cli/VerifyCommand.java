package dev.vmr.cli;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.bundle.BundledEvidence;
import dev.vmr.verify.bundle.EvidenceBundle;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.report.Report;
import dev.vmr.verify.trust.QuoteContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmr verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Evidence in, verdict out (docs/verification.md).",
    footer = "Exit code: 0 accepted, 1 rejected, 2 usage, 3 unreadable or malformed input.")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final PartOptions parts = new PartOptions();
  @Mixin private final TrustOptions trust = new TrustOptions();
  @Mixin private final PolicyOption policy = new PolicyOption();
  @Mixin private final ImaPolicyOptions imaPolicy = new ImaPolicyOptions();
  @Mixin private final NonceOption nonce = new NonceOption();
  @Mixin private final EarOptions ear = new EarOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "BUNDLE",
      description = "an evidence bundle (docs/evidence.md), in place of --quote and logs")
  private @Nullable Path bundleFile;

  @Option(
      names = "--quoted",
      paramLabel = "ALG:HEX",
      description = "the register's value, from a quote that was verified")
  private @Nullable String quoted;

  @Option(
      names = "--physical",
      paramLabel = "NAME",
      defaultValue = "rtmr3",
      description = "the register of a log that does not say it itself (default: rtmr3)")
  private String physical = "rtmr3";

  @Option(
      names = "--initial",
      paramLabel = "ALG:HEX",
      description = "what other evidence says the register held when the log begins")
  private @Nullable String initial;

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

  private @Nullable BundledEvidence bundle;
  private @Nullable CheckpointFile state;

  @Override
  public Integer call() throws IOException, EvidenceException {
    if (bundleFile == null && (quoted == null) == (parts.quote == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give a bundle, or either --quoted or --quote");
    }
    ear.prepare(nonce.bytes());
    state = checkpoint == null ? null : new CheckpointFile(checkpoint);
    if (bundleFile != null) {
      openBundle(bundleFile);
    } else if (quoted != null && !beyondReplay() && html == null && !ear.given()) {
      return replay(Options.digest("--quoted", quoted));
    }
    Policy wanted = policy.read();
    Appraisal appraisal = new Appraisal(quotedRegisters(wanted), wanted);
    gather(appraisal);
    AttestationResult result = appraisal.run();
    if (state != null && result.checkpoint().isPresent()) {
      state.write(result.checkpoint().get());
    }
    write(result);
    return result.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  /** Whether anything is given that is more than a log and a value. */
  private boolean beyondReplay() {
    return parts.beyondReplay()
        || policy.given()
        || imaPolicy.given()
        || nonce.bytes() != null
        || trust.given();
  }

  private void openBundle(Path file) throws IOException, EvidenceException {
    EvidenceBundle read = BundleFile.read(file);
    if (quoted != null) {
      throw new CommandFailure(ExitCode.USAGE, "--quoted: the bundle has a quote already");
    }
    BundleFile.requireNothingTwice(read, parts);
    bundle = new BundledEvidence(read);
    if (state != null && parts.log == null && bundle.ownLogs() != 1) {
      throw new CommandFailure(ExitCode.USAGE, "--checkpoint: the bundle has not one log of ours");
    }
  }

  private void gather(Appraisal appraisal) throws IOException, EvidenceException {
    RegisterName register = Options.register("--physical", physical);
    Checkpoint from = state == null ? null : state.read(HashAlgorithm.SHA384);
    if (parts.log != null && from != null) {
      appraisal.own(
          FileContent.label(parts.log), Options.file(parts.log), register, from, checkPrefix);
    } else if (parts.log != null) {
      appraisal.own(FileContent.label(parts.log), Options.file(parts.log), register);
    }
    if (bundle != null) {
      bundle.give(appraisal, register, parts.log == null ? from : null, checkPrefix);
    }
    parts.give(appraisal, register);
    imaPolicy.give(appraisal);
    if (parts.quote != null) {
      appraisal.enclosed(FileContent.label(parts.quote), FileContent.read(parts.quote));
    }
    byte[] given = nonce.bytes();
    if (given != null) {
      appraisal.nonce(given);
    }
    appraisal.time(trust.time().getEpochSecond());
    if (initial != null) {
      appraisal.explainedStart(Options.digest("--initial", initial));
    }
  }

  private QuotedRegisters quotedRegisters(Policy wanted) throws IOException, EvidenceException {
    QuoteContext context = trust.context(parts.endorsements.read(), wanted.simulatedAllowed());
    if (bundle != null) {
      return bundle.quoted(context);
    }
    if (parts.quote != null) {
      return Quotes.verify(FileContent.read(parts.quote), context);
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

  private int replay(Digest value) throws IOException, EvidenceException {
    Digest start = initial == null ? null : Options.digest("--initial", initial);
    Verdict verdict = new QuotedLog(parts, value, state).verify(start, checkPrefix);
    if (output.json()) {
      output.print(QuotedLog.json(verdict));
    } else {
      QuotedLog.print(output.out(), verdict);
    }
    return verdict.accepted() ? ExitCode.OK : ExitCode.REJECTED;
  }

  private void write(AttestationResult result) throws IOException, EvidenceException {
    if (html != null) {
      Files.writeString(html, Report.page(result, trust.time().toString()));
    }
    ear.write(result, nonce.bytes(), policy.id(), trust.time(), output.err());
    if (output.json()) {
      output.print(ResultJson.of(result));
    } else {
      print(output.out(), result, bundle != null || beyondReplay());
    }
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
