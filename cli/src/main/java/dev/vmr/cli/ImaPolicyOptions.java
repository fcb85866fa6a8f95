package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.appraisal.Appraisal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is wanted of the files of an IMA list. */
final class ImaPolicyOptions {
  @Option(
      names = "--ima-policy",
      paramLabel = "FILE",
      description = "what is wanted of the IMA list's files (docs/ima-policy.md)")
  private @Nullable Path policy;

  @Option(
      names = "--ima-cert",
      paramLabel = "FILE",
      description = "a certificate or key that files are signed with; repeatable")
  private final List<Path> certificates = new ArrayList<>();

  /** Whether files are to be appraised. */
  boolean given() {
    return policy != null || !certificates.isEmpty();
  }

  void give(Appraisal appraisal) throws IOException, EvidenceException {
    if (policy != null) {
      appraisal.files(ReferenceFiles.policy(policy, null), ReferenceFiles.keys(certificates));
    } else if (given()) {
      throw new CommandFailure(ExitCode.USAGE, "--ima-cert is for --ima-policy");
    }
  }
}
