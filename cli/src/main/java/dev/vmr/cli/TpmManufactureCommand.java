package dev.vmr.cli;

import com.google.common.base.Splitter;
import dev.vmr.credential.AuthorityFiles;
import dev.vmr.credential.CertificateAuthority;
import dev.vmr.credential.CredentialException;
import dev.vmr.credential.EndorsementCertificates;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.endorsement.EndorsementTemplate;
import dev.vmr.tpm.endorsement.ManufacturedTpm;
import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.Nvram;
import dev.vmr.tpm.engine.NvramFolder;
import dev.vmr.tpm.engine.PcrOnlyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmr tpm manufacture}. */
@Command(
    name = "manufacture",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a TPM with endorsement keys and certificates.",
      "It is the state of one for the engine libtpms (docs/manufacture.md)."
    },
    footer = {
      "Exit code: 0 made, 2 usage, 3 unreadable or malformed input or a state that is there,",
      "4 no libtpms."
    })
final class TpmManufactureCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Mixin private final CertificateOptions certificates = new CertificateOptions();

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "the state folder of vmr tpm serve or of a daemon; the TPM is in DIR/tpm-state")
  private Path state = Path.of("");

  @Option(
      names = "--keys",
      paramLabel = "KEYS",
      defaultValue = "rsa-2048,ecc-p384",
      description =
          "endorsement keys: some of rsa-2048, ecc-p256, ecc-p384 (default: rsa-2048,ecc-p384)")
  private String keys = "";

  @Option(
      names = "--pcr-banks",
      paramLabel = "BANKS",
      description = "banks with PCRs: some of sha1, sha256, sha384, sha512 (default: all)")
  private @Nullable String banks;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = "the CA's certificate, in PEM followed by its issuers', or in DER")
  private @Nullable Path caCertificate;

  @Option(names = "--ca-key", paramLabel = "FILE", description = "the CA's key, in PEM, in clear")
  private @Nullable Path caKey;

  @Option(
      names = "--ca-dir",
      paramLabel = "DIR",
      description = "a CA of ours, made if it is not there (default: ek-ca in --state)")
  private @Nullable Path caFolder;

  @Option(
      names = "--overwrite",
      description = "replace the TPM that is there; its keys are lost for ever")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    List<EndorsementTemplate> templates = list("--keys", keys, EndorsementTemplate::of);
    List<HashAlgorithm> chosen =
        banks == null ? List.of() : list("--pcr-banks", banks, TpmManufactureCommand::bank);
    Instant from = certificates.from();
    certificates.check(from);
    if (!LibtpmsEngine.present()) {
      throw new CommandFailure(ExitCode.DAEMON, "libtpms is not installed");
    }
    Path folder = state.resolve("tpm-state");
    refuseExisting(folder);
    Authority authority = authority(from);
    ManufacturedTpm tpm =
        ManufacturedTpm.make(
            templates,
            chosen,
            new EndorsementCertificates(
                authority.ca(), certificates.terms(from), certificates::identity));
    if (authority.fresh()) {
      AuthorityFiles.write(authority.ca(), authority.folder());
    }
    try (Nvram nvram = NvramFolder.open(folder)) {
      refuseExisting(folder);
      tpm.store(nvram);
    }
    ManufactureReport report =
        new ManufactureReport(
            folder,
            tpm,
            certificates.identity(tpm.identity()),
            authority.certificate(),
            authority.fresh());
    if (output.json()) {
      output.print(report.json());
    } else {
      report.print(output.out());
    }
    return ExitCode.OK;
  }

  /**
   * Who signs.
   *
   * @param certificate the file of its certificate
   * @param folder where it is, if it is one of ours
   * @param fresh whether it is still to be written
   */
  private record Authority(CertificateAuthority ca, Path certificate, Path folder, boolean fresh) {}

  private Authority authority(Instant time) throws IOException {
    if ((caCertificate == null) != (caKey == null)) {
      throw new CommandFailure(ExitCode.USAGE, "--ca-cert and --ca-key go together");
    }
    try {
      if (caCertificate != null && caKey != null) {
        if (caFolder != null) {
          throw new CommandFailure(ExitCode.USAGE, "give either --ca-cert or --ca-dir");
        }
        CertificateAuthority ca = AuthorityFiles.read(caCertificate, caKey, time);
        return new Authority(ca, caCertificate, caCertificate, false);
      }
      Path folder = caFolder == null ? state.resolve("ek-ca") : caFolder;
      Path certificate = folder.resolve(AuthorityFiles.CERTIFICATE);
      boolean fresh = !AuthorityFiles.present(folder);
      CertificateAuthority ca =
          fresh
              ? CertificateAuthority.create(time)
              : AuthorityFiles.read(certificate, folder.resolve(AuthorityFiles.KEY), time);
      return new Authority(ca, certificate, folder, fresh);
    } catch (CredentialException e) {
      throw new CommandFailure(ExitCode.INPUT, Vmr.describe(e));
    }
  }

  private void refuseExisting(Path folder) {
    if (!overwrite && Files.exists(folder.resolve(Nvram.PERMANENT))) {
      throw new CommandFailure(
          ExitCode.INPUT,
          "there is a TPM in " + folder + " already; --overwrite makes its keys unusable for ever");
    }
  }

  private static Optional<HashAlgorithm> bank(String name) {
    return HashAlgorithm.ofKernelName(name)
        .filter(algorithm -> new PcrOnlyEngine().banks().contains(algorithm));
  }

  /** The members of a list with commas: at least one, none twice. */
  private static <T> List<T> list(String option, String text, Function<String, Optional<T>> known) {
    List<T> values = new ArrayList<>();
    for (String each : Splitter.on(',').split(text)) {
      T value =
          known
              .apply(each)
              .orElseThrow(
                  () -> new CommandFailure(ExitCode.USAGE, option + ": unknown '" + each + "'"));
      if (values.contains(value)) {
        throw new CommandFailure(ExitCode.USAGE, option + ": '" + each + "' is there twice");
      }
      values.add(value);
    }
    return values;
  }
}
