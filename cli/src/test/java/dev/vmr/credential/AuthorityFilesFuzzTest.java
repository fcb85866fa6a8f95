package dev.vmr.credential;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.Instant;

/** A CA's files: whatever they are, a CA or one clear refusal. */
class AuthorityFilesFuzzTest {
  private static final Path NAME = Path.of("file");

  @FuzzTest(maxDuration = "60s")
  void files(byte[] file) {
    try {
      AuthorityFiles.authority(NAME, file, NAME, file, Instant.EPOCH);
    } catch (CredentialException e) {
      // refused
    }
  }
}
