package dev.vmr.cli;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.bundle.BundleBuilder;
import dev.vmr.verify.bundle.PartRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evidence in files: what can be verified by itself, and what can be put into a bundle. */
final class PartOptions {
  @Mixin final EndorsementOption endorsements = new EndorsementOption();

  @Option(names = "--quote", paramLabel = "FILE", description = "a quote (docs/quotes.md)")
  @Nullable Path quote;

  @Option(names = "--log", paramLabel = "FILE", description = "the event log")
  @Nullable Path log;

  @Option(
      names = {"--bootlog", "--eventlog"},
      paramLabel = "[REGISTER=]FILE",
      description = "another log, of firmware or software; recognised by its content; repeatable")
  private final List<String> logs = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "REGISTER=FILE",
      description = "what the machine was launched with, such as mrconfigid=FILE; repeatable")
  private final List<String> manifests = new ArrayList<>();

  @Option(names = "--ima", paramLabel = "FILE", description = "an IMA list, binary or ASCII")
  @Nullable Path ima;

  @Option(
      names = "--ima-register",
      paramLabel = "NAME",
      defaultValue = "mr_ima",
      description = "the register of the IMA list (default: mr_ima)")
  private String imaRegister = "mr_ima";

  @Option(names = "--pcrs", paramLabel = "FILE", description = "PCR values as tpm2_pcrread prints")
  @Nullable Path pcrs;

  @Option(names = "--bios-log", paramLabel = "FILE", description = "the firmware's TCG2 log")
  @Nullable Path biosLog;

  /** A file, and the register that it is said to be of. */
  private record OfRegister(@Nullable RegisterName register, Path file) {}

  /** Whether logs or the like are given that only an appraisal takes. */
  boolean beyondReplay() {
    return !logs.isEmpty() || !manifests.isEmpty() || endorsements.given();
  }

  /** Whether a part of that role is given. */
  boolean given(PartRole role) {
    return switch (role) {
      case QUOTE -> quote != null;
      case ENDORSEMENT -> endorsements.given();
      case LOG -> log != null || !logs.isEmpty();
      case MANIFEST -> !manifests.isEmpty();
      case IMA -> ima != null;
      case PCRS -> pcrs != null;
      case BIOS_LOG -> biosLog != null;
      case METADATA -> false;
    };
  }

  RegisterName imaRegister() {
    return Options.register("--ima-register", imaRegister);
  }

  /** Adds everything but quote, endorsements and the log of ours. */
  void give(Appraisal appraisal, RegisterName physical) throws IOException, EvidenceException {
    for (String each : logs) {
      OfRegister of = log(each);
      appraisal.log(FileContent.label(of.file()), Options.file(of.file()), of.register(), physical);
    }
    for (String each : manifests) {
      OfRegister of = manifest(each);
      appraisal.manifest(
          String.valueOf(of.register()), FileContent.label(of.file()), Options.file(of.file()));
    }
    if (ima != null) {
      appraisal.ima(Options.file(ima), imaRegister());
    }
    if (pcrs != null) {
      appraisal.pcrs(Options.file(pcrs));
    }
    if (biosLog != null) {
      appraisal.bootLog(Options.file(biosLog));
    }
  }

  /** Adds everything but the quote and the IMA list. */
  void give(BundleBuilder bundle) throws IOException, EvidenceException {
    for (byte[] endorsement : endorsements.read()) {
      bundle.endorsement(endorsement);
    }
    for (String each : logs) {
      OfRegister of = log(each);
      put(of.file(), content -> bundle.log(content, of.register()));
    }
    if (log != null) {
      put(log, content -> bundle.log(content, null));
    }
    for (String each : manifests) {
      OfRegister of = manifest(each);
      RegisterName register = Objects.requireNonNull(of.register());
      put(of.file(), content -> bundle.manifest(register, content));
    }
    if (pcrs != null) {
      put(pcrs, bundle::pcrs);
    }
    if (biosLog != null) {
      put(biosLog, bundle::biosLog);
    }
  }

  /** Takes the content of a file. */
  interface Taker {
    void take(byte[] content) throws EvidenceException, IOException;
  }

  /** Gives the content of a file; what is wrong with it is told with its name. */
  static void put(Path file, Taker taker) throws IOException, EvidenceException {
    byte[] content = FileContent.read(file);
    try {
      taker.take(content);
    } catch (EvidenceException e) {
      throw new EvidenceException(file + ": " + e.getMessage());
    }
  }

  private static OfRegister log(String option) {
    int mark = option.indexOf('=');
    boolean named = mark > 0 && RegisterName.tryParse(option.substring(0, mark)).isPresent();
    return named
        ? new OfRegister(
            new RegisterName(option.substring(0, mark)), Path.of(option.substring(mark + 1)))
        : new OfRegister(null, Path.of(option));
  }

  private static OfRegister manifest(String option) {
    int mark = option.indexOf('=');
    if (mark < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--manifest: REGISTER=FILE, not " + option);
    }
    return new OfRegister(
        Options.register("--manifest", option.substring(0, mark)),
        Path.of(option.substring(mark + 1)));
  }
}
