package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that swtpm_ioctl can ask for, asked of swtpm and of us: the same exit code and the
 * same output, line by line.
 */
class SwtpmIoctlIT {
  /** The capability of LOCK_STORAGE, which swtpm has from 0.8 on. */
  private static final int LOCK_STORAGE = 0x10000;

  @TempDir static Path folder;

  private static SideBySide both;

  @BeforeAll
  static void start() throws Exception {
    Programs.require("swtpm", "swtpm_ioctl", "tpm2_pcrread");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    both = SideBySide.start(folder);
  }

  @AfterAll
  static void end() {
    if (both != null) {
      both.close();
    }
  }

  private static List<String> scripts() throws IOException {
    return IoctlScripts.names();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsSwtpmDoes(String script) throws Exception {
    both.check("--stop");
    int succeeded = 0;
    for (String line : IoctlScripts.lines(script)) {
      succeeded += both.check(line).exitCode() == 0 ? 1 : 0;
    }
    assertThat(succeeded).as("not all of it fails").isGreaterThan(2);
  }

  /** What is ours, and said so in docs/tpm-bridge.md: for swtpm, this is the end of its TPM. */
  @Test
  void differsWhereItSaysSo() throws Exception {
    Path place = Files.createDirectory(folder.resolve("differs"));
    try (SideBySide pair = SideBySide.start(place)) {
      differences(pair);
    }
  }

  private static void differences(SideBySide both) throws Exception {
    SideBySide.Answers capabilities = both.ask("-c");
    assertThat(flags(capabilities.ours())).isEqualTo(flags(capabilities.theirs()) | LOCK_STORAGE);

    // A state as swtpm keeps it in a file.
    for (String line : List.of("-i", "--save permanent permanent", "--stop")) {
      both.check(line);
    }
    both.variants();
    assertThat(both.ask("--load permanent file").ours().exitCode()).isZero();

    // An empty permanent state: swtpm 0.7.1 begins with a TPM that has no PCRs.
    for (String line : List.of("-i", "tpm2_startup -c", "tpm2_nvdefine 0x1500002 -C o -s 8")) {
      both.ask(line);
    }
    for (String line : List.of("--stop", "--load permanent empty", "-i", "tpm2_startup -c")) {
      assertThat(both.ask(line).ours().exitCode()).isZero();
    }
    assertThat(both.ask("tpm2_nvreadpublic 0x1500002").ours().exitCode()).isZero();
  }

  private static int flags(VmrProcess.Result result) {
    String text = "ptm capability is 0x";
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).startsWith(text);
    return Integer.parseInt(result.output().substring(text.length()).strip(), 16);
  }

  @Test
  void shutsDown() throws Exception {
    Path place = Files.createDirectory(folder.resolve("down"));
    try (SideBySide pair = SideBySide.start(place)) {
      pair.check("-i");
      assertThat(pair.check("-s").exitCode()).isZero();
      pair.awaitEnd();
      assertThat(pair.check("-c").output()).contains("Connect failed");
    }
  }
}
