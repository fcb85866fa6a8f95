package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.LogFinding;
import dev.vmr.tests.process.Programs;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that go from our TPM to swtpm and back, by swtpm_ioctl. */
class StateIT {
  private static final String NV = "0x1500001";

  @TempDir Path folder;

  @BeforeEach
  void isThere() throws Exception {
    Programs.require("swtpm", "swtpm_ioctl", "tpm2_pcrread");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Files.createDirectory(folder.resolve("theirs"));
  }

  private Process swtpm() throws Exception {
    Files.deleteIfExists(folder.resolve("swtpm2"));
    Process swtpm =
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + folder.resolve("theirs"),
                "--server",
                "type=unixio,path=" + folder.resolve("swtpm2"),
                "--ctrl",
                "type=unixio,path=" + folder.resolve("swtpm2.ctrl"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("swtpm.out").toFile())
            .start();
    for (int i = 0; i < 500 && !Files.exists(folder.resolve("swtpm2.ctrl")); i++) {
      Thread.sleep(10);
    }
    return swtpm;
  }

  @Test
  void goThereAndBack() throws Exception {
    Process swtpm = swtpm();
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox ours = new Toolbox(folder, server.tcti("swtpm-path"));
      Toolbox theirs = new Toolbox(folder, "swtpm:path=" + folder.resolve("swtpm2"));
      String us = "swtpm_ioctl --unix " + server.control() + " ";
      String them = "swtpm_ioctl --unix " + folder.resolve("swtpm2.ctrl") + " ";
      ours.extend(10, HashAlgorithm.SHA256, '1');
      ours.ok("tpm2_nvdefine " + NV + " -C o -s 8");
      assertThat(ours.ok(us + "-c")).contains("0x1ffff");
      assertThat(ours.fails(us + "--load permanent swtpm.out")).contains("0xa");
      move(ours, us, them);
      assertThat(theirs.pcrs("sha256:10")).isEqualTo(ours.pcrs("sha256:10"));
      theirs.ok("tpm2_nvreadpublic " + NV);

      // And back, into a TPM that has seen nothing of what happened there.
      theirs.extend(10, HashAlgorithm.SHA256, '2');
      theirs.extend(4, HashAlgorithm.SHA1, '3');
      theirs.ok("tpm2_nvundefine " + NV + " -C o");
      ours.ok(us + "--stop");
      move(ours, them, us);
      for (String selection : new String[] {"sha1:4,10", "sha256:4,10", "sha384:10"}) {
        assertThat(ours.pcrs(selection)).isEqualTo(theirs.pcrs(selection));
      }
      ours.fails("tpm2_nvreadpublic " + NV);
      assertThat(ours.pcrs("sha256:4,10"))
          .containsExactly(
              server.replayed("pcr4", HashAlgorithm.SHA256),
              server.replayed("mr_ima", HashAlgorithm.SHA256));
      assertThat(server.log().findings())
          .extracting(LogFinding::code)
          .isEqualTo(
              List.of(LogFinding.Code.UNEXPLAINED_RESTORE, LogFinding.Code.UNEXPLAINED_RESTORE));
      String log = Files.readString(folder.resolve("log/rtmr3.log"));
      assertThat(log).containsPattern("\nmr_ima reset sha1/[0-9a-f]{40} sha256/");

      // What is no state is refused and changes nothing.
      ours.ok(us + "--stop");
      Files.write(folder.resolve("nonsense"), new byte[1000]);
      assertThat(ours.fails(us + "--load permanent nonsense")).contains("0x3");
      ours.ok(us + "-i");
      ours.ok("tpm2_startup -c");
      ours.fails("tpm2_nvreadpublic " + NV);
    } finally {
      swtpm.destroy();
      swtpm.waitFor();
    }
  }

  private static void move(Toolbox tools, String from, String to) throws Exception {
    for (String kind : new String[] {"permanent", "volatile"}) {
      tools.ok(from + "--save " + kind + " " + kind);
    }
    for (String kind : new String[] {"permanent", "volatile"}) {
      tools.ok(to + "--load " + kind + " " + kind);
    }
    tools.ok(to + "-i");
  }

  @Test
  void aKeptVolatileStateIsGoneOnFrom() throws Exception {
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-path"));
      String control = "swtpm_ioctl --unix " + server.control() + " ";
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      List<String> value = tpm.pcrs("sha256:10");
      tpm.ok(control + "-v");
      tpm.ok(control + "-i");
      assertThat(tpm.pcrs("sha256:10")).as("no Startup was needed").isEqualTo(value);
      assertThat(server.log().findings()).isEmpty();
      tpm.ok(control + "-v");
      tpm.extend(10, HashAlgorithm.SHA256, '2');
      tpm.ok(control + "-i");
      assertThat(tpm.pcrs("sha256:10")).isEqualTo(value);
      assertThat(value).containsExactly(server.replayed("mr_ima", HashAlgorithm.SHA256));
      assertThat(server.log().findings())
          .as("back to what was is no secret")
          .extracting(LogFinding::code)
          .containsExactly(LogFinding.Code.UNEXPLAINED_RESTORE);
      tpm.ok(control + "-i");
      tpm.fails("tpm2_pcrread sha256:10");
      tpm.ok("tpm2_startup -c");
      assertThat(server.replayed("mr_ima", HashAlgorithm.SHA256)).isEqualTo("0".repeat(64));
    }
  }

  /** What may not be guessed was used, and nobody sent a Shutdown before the server ended. */
  @Test
  void aServerThatIsRestartedIsNoAttack() throws Exception {
    Files.writeString(folder.resolve("data"), "12345678");
    for (int start = 0; start < 3; start++) {
      try (TpmServer server = TpmServer.start(folder, "libtpms")) {
        Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-path"));
        if (start == 0) {
          tpm.ok("tpm2_nvdefine " + NV + " -C o -s 8 -p secret -a authread|authwrite");
        }
        assertThat(tpm.ok("tpm2_getcap properties-variable"))
            .containsPattern("TPM2_PT_LOCKOUT_COUNTER: 0x0\n");
        tpm.ok("tpm2_nvwrite " + NV + " -C " + NV + " -P secret -i data");
        tpm.ok("swtpm_ioctl --unix " + server.control() + " -s");
        assertThat(server.process().await()).isZero();
      }
    }
  }
}
