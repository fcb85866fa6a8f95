package dev.vmr.cli;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.policy.PolicyFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the relying party wants. */
final class PolicyOption {
  @Option(names = "--policy", paramLabel = "FILE", description = "what is wanted (docs/policy.md)")
  private @Nullable Path file;

  boolean given() {
    return file != null;
  }

  Policy read() throws IOException, EvidenceException {
    if (file == null) {
      return Policy.none();
    }
    try {
      return Policy.parse(new String(bytes(file), StandardCharsets.ISO_8859_1));
    } catch (PolicyFormatException e) {
      throw new EvidenceException(file + ", " + e.getMessage());
    }
  }

  /** What an attestation result calls the policy (docs/ear.md, section 2). */
  String id() throws IOException, EvidenceException {
    return file == null ? "none" : HashAlgorithm.SHA256.hash(bytes(file)).toString();
  }

  private static byte[] bytes(Path file) throws IOException, EvidenceException {
    return FileContent.read(file, Policy.MAX_SIZE);
  }
}
