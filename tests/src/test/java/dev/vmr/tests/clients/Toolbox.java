package dev.vmr.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Programs that talk to a TPM, run one after another in a folder. */
final class Toolbox {
  private final Path folder;
  private final String tcti;

  Toolbox(Path folder, String tcti) {
    this.folder = folder;
    this.tcti = tcti;
  }

  VmrProcess.Result run(String... command) throws IOException, InterruptedException {
    return Programs.run(
        folder,
        Map.of("TPM2TOOLS_TCTI", tcti, "SYSTEMD_TPM2_DEVICE", tcti, "PASSWORD", "password"),
        command);
  }

  /** Runs what must succeed; its output. */
  String ok(String command) throws IOException, InterruptedException {
    return ok(command.split(" ", -1));
  }

  String ok(String[] command) throws IOException, InterruptedException {
    VmrProcess.Result result = run(command);
    assertThat(result.exitCode()).as("%s: %s", List.of(command), result.output()).isZero();
    return result.output();
  }

  /** Runs what must fail; its output. */
  String fails(String command) throws IOException, InterruptedException {
    VmrProcess.Result result = run(command.split(" ", -1));
    assertThat(result.exitCode()).as("%s: %s", command, result.output()).isNotZero();
    return result.output();
  }

  /**
   * What a resource manager would do between two programs: a TPM without one holds three objects
   * and three sessions.
   */
  void flush() throws IOException, InterruptedException {
    ok("tpm2_flushcontext -t");
    ok("tpm2_flushcontext -l");
  }

  /** Extends PCRs of one bank, each by a digest of the same digit. */
  void extend(int pcr, HashAlgorithm bank, char digit) throws IOException, InterruptedException {
    String digest = Character.toString(digit).repeat(2 * bank.size());
    ok("tpm2_pcrextend " + pcr + ":" + bank.kernelName() + "=" + digest);
  }

  /** The PCRs that tpm2_pcrread shows, in its order. */
  List<String> pcrs(String selection) throws IOException, InterruptedException {
    List<String> values = new ArrayList<>();
    for (String line : ok("tpm2_pcrread " + selection).split("\n", -1)) {
      int at = line.indexOf("0x");
      if (at >= 0) {
        values.add(line.substring(at + 2).strip().toLowerCase(Locale.ROOT));
      }
    }
    return values;
  }

  /** PCR 10 and the replayed register agree in every bank, and the log has nothing else to say. */
  void agree(TpmServer server) throws IOException, InterruptedException {
    for (HashAlgorithm bank :
        List.of(
            HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512)) {
      assertThat(pcrs(bank.kernelName() + ":10")).containsExactly(server.replayed("mr_ima", bank));
    }
    assertThat(server.log().findings()).isEmpty();
  }
}
