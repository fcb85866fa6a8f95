package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.appraisal.AttestationResult;
import dev.vmr.verify.ear.AttestationClaims;
import dev.vmr.verify.ear.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The result as claims that others can check (docs/ear.md). */
final class EarOptions {
  @Option(
      names = "--ear",
      paramLabel = "FILE",
      description = "also write the result as an EAT attestation result (docs/ear.md)")
  private @Nullable Path file;

  @Option(
      names = "--ear-key",
      paramLabel = "PEM",
      description = "sign it with this EC key, P-256 or P-384; without one it is unsigned JSON")
  private @Nullable Path keyFile;

  private @Nullable SigningKey key;

  boolean given() {
    return file != null;
  }

  /** Reads what can be wrong before there is anything to write. */
  void prepare(byte @Nullable [] nonce) throws IOException, EvidenceException {
    if (file == null && keyFile != null) {
      throw new CommandFailure(ExitCode.USAGE, "--ear-key signs what --ear writes");
    }
    if (file != null && nonce != null && nonce.length < AttestationClaims.MIN_NONCE) {
      throw new CommandFailure(
          ExitCode.USAGE, "--ear: a nonce in an attestation result has 8 to 64 bytes");
    }
    if (keyFile != null) {
      try {
        key = SigningKey.parse(FileContent.read(keyFile));
      } catch (EvidenceException e) {
        throw new EvidenceException(keyFile + ": " + e.getMessage());
      }
    }
  }

  void write(
      AttestationResult result,
      byte @Nullable [] nonce,
      String policy,
      Instant time,
      PrintWriter err)
      throws IOException {
    if (file == null) {
      return;
    }
    AttestationClaims claims =
        AttestationClaims.of(result, time, nonce, policy, "vmr " + Vmr.Version.text());
    if (key != null) {
      Files.writeString(file, key.sign(claims) + "\n");
    } else {
      Files.writeString(file, claims.unsigned());
      err.println("vmr: " + file + " is not signed: nobody needs to believe it");
    }
  }
}
