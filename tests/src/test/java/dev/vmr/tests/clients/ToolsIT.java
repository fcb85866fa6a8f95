package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tpm2-tools over each of tpm2-tss' transports, and swtpm_ioctl. */
class ToolsIT {
  private static final String ONES =
      "10:sha1=" + "1".repeat(40) + ",sha256=" + "1".repeat(64) + ",sha384=" + "1".repeat(96);

  @TempDir Path folder;

  private VmrProcess.Result tool(String tcti, String... command) throws Exception {
    return Programs.run(folder, Map.of("TPM2TOOLS_TCTI", tcti), command);
  }

  private String ok(String tcti, String... command) throws Exception {
    VmrProcess.Result result = tool(tcti, command);
    assertThat(result.exitCode()).as("%s: %s", List.of(command), result.output()).isZero();
    return result.output();
  }

  private static List<String> hexOf(String output) {
    List<String> values = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      int at = line.indexOf("0x");
      if (at >= 0) {
        values.add(line.substring(at + 2).strip().toLowerCase(Locale.ROOT));
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"swtpm-tcp", "swtpm-path", "mssim", "cmd-socat"})
  void workUnchanged(String kind) throws Exception {
    Programs.require("tpm2_pcrread", "socat");
    Path file = Files.writeString(folder.resolve("event"), "hello\n");
    try (TpmServer server = TpmServer.start(folder)) {
      String tcti = server.tcti(kind);
      ok(tcti, "tpm2_startup", "-c");
      ok(tcti, "tpm2_pcrextend", ONES);
      ok(tcti, "tpm2_pcrextend", ONES);
      String event = ok(tcti, "tpm2_pcrevent", "8", file.toString());
      assertThat(event)
          .contains("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
      ok(tcti, "tpm2_pcrreset", "16");
      assertThat(tool(tcti, "tpm2_pcrreset", "10").exitCode()).isNotZero();
      assertThat(ok(tcti, "tpm2_getrandom", "--hex", "16")).hasSize(32);
      assertThat(ok(tcti, "tpm2_getcap", "properties-fixed")).contains("TPM2_PT_PCR_COUNT");
      assertThat(ok(tcti, "tpm2_getcap", "pcrs")).contains("sha512");
      assertThat(ok(tcti, "tpm2_getcap", "commands")).contains("TPM2_CC_PCR_Extend");
      ok(tcti, "tpm2_getcap", "algorithms");
      ok(tcti, "tpm2_getcap", "handles-transient");
      ok(tcti, "tpm2_selftest");
      ok(tcti, "tpm2_readclock");

      for (HashAlgorithm bank : List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA384)) {
        assertThat(hexOf(ok(tcti, "tpm2_pcrread", bank.kernelName() + ":8,10")))
            .containsExactly(server.replayed("pcr8", bank), server.replayed("mr_ima", bank));
      }
      assertThat(server.log().findings()).isEmpty();
      assertThat(server.log().registers()).hasSize(2);
    }
  }

  @Test
  void swtpmIoctlControlsTheTpm() throws Exception {
    Programs.require("swtpm_ioctl", "tpm2_pcrread");
    try (TpmServer server = TpmServer.start(folder)) {
      String tcti = server.tcti("swtpm-path");
      String[] unix = {"swtpm_ioctl", "--unix", server.control().toString()};
      String[] tcp = {"swtpm_ioctl", "--tcp", "127.0.0.1:" + server.controlPort()};
      assertThat(ok(tcti, and(unix, "-c"))).contains("0x1fcff");
      assertThat(ok(tcti, and(tcp, "-c"))).contains("0x1ecff");
      assertThat(ok(tcti, and(tcp, "-e"))).contains("tpmEstablished is 0");
      ok(tcti, "tpm2_pcrextend", ONES);
      ok(tcti, and(unix, "-h", "abc"));
      assertThat(ok(tcti, and(unix, "-e"))).contains("tpmEstablished is 1");
      assertThat(ok(tcti, and(unix, "-g"))).contains("0x0");
      assertThat(ok(tcti, and(unix, "--info", "1"))).contains("TPMSpecification");
      assertThat(tool(tcti, and(unix, "-b", "3000")).output()).contains("0xa");
      ok(tcti, and(unix, "-C"));
      ok(tcti, and(unix, "--stop"));
      assertThat(ok(tcti, and(unix, "-b", "3000"))).contains("3000");
      assertThat(tool(tcti, and(unix, "-e")).output()).contains("0xa");
      ok(tcti, and(unix, "-i"));
      ok(tcti, "tpm2_startup", "-c");
      assertThat(hexOf(ok(tcti, "tpm2_pcrread", "sha256:10,17")))
          .containsExactly("0".repeat(64), "f".repeat(64));
      assertThat(server.replayed("mr_ima", HashAlgorithm.SHA256)).isEqualTo("0".repeat(64));
      assertThat(server.replayed("pcr17", HashAlgorithm.SHA256)).isEqualTo("f".repeat(64));
      ok(tcti, and(unix, "-l", "3"));
      ok(tcti, and(unix, "-r", "3"));
      assertThat(tool(tcti, and(unix, "-l", "5")).exitCode()).isNotZero();
      ok(tcti, and(unix, "-v"));
      ok(tcti, and(unix, "-s"));
      assertThat(server.process().await()).isZero();
    }
  }

  private static String[] and(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }
}
