package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that bind secrets to PCRs: each gives its secret until mr_ima is extended once more. */
class SealingProgramsIT {
  @TempDir Path folder;

  @BeforeEach
  void isThere() throws Exception {
    Programs.require("tpm2_pcrextend");
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
    Files.writeString(folder.resolve("secret"), "a secret");
  }

  private String shell(Toolbox tpm, String script) throws Exception {
    return tpm.ok(new String[] {"sh", "-c", script});
  }

  @Test
  void clevis() throws Exception {
    Programs.require("clevis-encrypt-tpm2");
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-tcp"));
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      shell(tpm, "clevis-encrypt-tpm2 '{\"pcr_bank\":\"sha256\",\"pcr_ids\":\"10\"}' <secret >jwe");
      tpm.flush();
      assertThat(shell(tpm, "clevis-decrypt-tpm2 <jwe")).isEqualTo("a secret");
      tpm.flush();
      tpm.extend(10, HashAlgorithm.SHA256, '2');
      assertThat(shell(tpm, "clevis-decrypt-tpm2 <jwe || echo refused")).contains("refused");
      tpm.flush();
      tpm.agree(server);
    }
  }

  @Test
  void systemdCreds() throws Exception {
    Programs.require("systemd-creds");
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-tcp"));
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      tpm.ok("systemd-creds encrypt --with-key=tpm2 --tpm2-pcrs=10 --name=x secret credential");
      assertThat(tpm.ok("systemd-creds decrypt --name=x credential -")).endsWith("a secret");
      tpm.extend(10, HashAlgorithm.SHA256, '2');
      assertThat(tpm.fails("systemd-creds decrypt --name=x credential -"))
          .contains("policy digest does not match");
      tpm.flush();
      tpm.agree(server);
    }
  }

  /**
   * systemd 252 enrolls through any TCTI; to open the volume it takes nothing but /dev/tpmrm0, so
   * that is not tried here.
   */
  @Test
  void systemdCryptenroll() throws Exception {
    Programs.require("systemd-cryptenroll", "cryptsetup");
    try (RandomAccessFile image = new RandomAccessFile(folder.resolve("image").toFile(), "rw")) {
      image.setLength(20 << 20);
    }
    try (TpmServer server = TpmServer.start(folder, "libtpms")) {
      Toolbox tpm = new Toolbox(folder, server.tcti("swtpm-tcp"));
      tpm.extend(10, HashAlgorithm.SHA256, '1');
      shell(
          tpm,
          "printf password | cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2"
              + " --pbkdf-force-iterations 1000 image -");
      String enrolled =
          tpm.ok(
              "systemd-cryptenroll --tpm2-device="
                  + server.tcti("swtpm-tcp")
                  + " --tpm2-pcrs=10 image");
      assertThat(enrolled).contains("New TPM2 token enrolled");
      assertThat(tpm.ok("cryptsetup luksDump image"))
          .containsPattern("systemd-tpm2(?s).*tpm2-hash-pcrs: *10");
      tpm.agree(server);
    }
  }
}
