package dev.vmr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vmr.tpm.engine.LibtpmsEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is made. */
class TpmManufactureCommandTest {
  private static final String[][] WRONG = {
    {"2", "--keys: unknown 'rsa'", "--keys", "rsa"},
    {"2", "--keys: unknown ''", "--keys", ""},
    {"2", "--keys: unknown ''", "--keys", "rsa-2048,"},
    {"2", "--keys: 'ecc-p384' is there twice", "--keys", "ecc-p384,ecc-p384"},
    {"2", "--pcr-banks: unknown 'sm3'", "--pcr-banks", "sha256,sm3"},
    {"2", "--time: a date", "--time", "tomorrow"},
    {"2", "--time: no certificate can begin then", "--time", "1949-12-31"},
    {"2", "--days: from 1 to", "--days", "0"},
    {"2", "--days: from 1 to", "--days", "3000000"},
    {"2", "--subject: not a name", "--subject", "nobody"},
    {"2", "--ca-url: not a URL", "--ca-url", "ca.crt"},
    {"2", "--ca-url: not a URL", "--ca-url", "http://a b"},
    {"2", "--manufacturer: id: and", "--manufacturer", "IBM"},
    {"2", "--firmware: id: and", "--firmware", "id:1"},
    {"2", "--model: from 1 to 64", "--model", " "},
    {"2", "--ca-cert and --ca-key go together", "--ca-key", "file"},
    {"2", "give either", "--ca-key", "a", "--ca-cert", "b", "--ca-dir", "c"},
    {"3", "/nowhere: no such file", "--ca-key", "/nowhere", "--ca-cert", "/nowhere"},
    {"3", "/ca-cert.pem: no such file", "--ca-dir", "/proc/self"},
  };

  @TempDir Path folder;

  @BeforeEach
  void isThere() {
    assumeTrue(LibtpmsEngine.present(), "skipped: libtpms is not installed");
  }

  private static int run(StringWriter err, List<String> arguments) {
    CommandLine line = Vmr.commandLine("tpm");
    line.setErr(new PrintWriter(err, true));
    return Vmr.run(line, arguments.toArray(new String[0]));
  }

  @Test
  void refusesAndWritesNothing() {
    Path state = folder.resolve("state");
    for (String[] each : WRONG) {
      List<String> arguments =
          new ArrayList<>(List.of("tpm", "manufacture", "--state", state.toString()));
      arguments.addAll(List.of(each).subList(2, each.length));
      StringWriter err = new StringWriter();
      assertThat(run(err, arguments)).as(err.toString()).isEqualTo(Integer.parseInt(each[0]));
      assertThat(err.toString()).contains("vmr: ", each[1]).doesNotContain("\tat ");
      assertThat(state).doesNotExist();
    }
  }

  @Test
  void refusesAStateThatIsThere() throws Exception {
    Path damaged = folder.resolve("tpm-state/permall");
    Files.createDirectories(damaged.getParent());
    Files.writeString(damaged, "damaged");
    StringWriter err = new StringWriter();
    assertThat(run(err, List.of("tpm", "manufacture", "--state", folder.toString()))).isEqualTo(3);
    assertThat(err.toString()).contains("there is a TPM in " + damaged.getParent());
    assertThat(folder).isDirectoryNotContaining("glob:**ek-ca");
    assertThat(damaged).hasContent("damaged");
  }
}
