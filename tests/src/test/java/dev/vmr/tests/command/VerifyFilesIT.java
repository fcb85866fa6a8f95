package dev.vmr.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.tests.process.VmrProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmr verify --ima-policy}: the files of a list that a quoted register proves. */
class VerifyFilesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ImaLine SHELL = ImaLine.of("/bin/sh", "a shell");
  private static final ImaLine SERVER = ImaLine.of("/usr/bin/server", "a server");
  private static final ImaLine SCRATCH = ImaLine.of("/tmp/scratch", "anything");

  @TempDir Path folder;

  private String list = "";
  private String log = "";
  private String quoted = "";

  @BeforeEach
  void evidence() throws Exception {
    StringBuilder records = new StringBuilder("SYNC sha384/" + "0".repeat(96) + "\n");
    StringBuilder lines = new StringBuilder();
    for (ImaLine each : List.of(SHELL, SERVER, SCRATCH)) {
      records.append("mr_ima extend sha1/").append(each.templateDigest()).append('\n');
      lines.append(each.text());
    }
    list = write("list", lines.toString());
    log = write("log", records.toString());
    RegisterBank register = new RegisterBank(Digest.zero(HashAlgorithm.SHA384));
    for (String line : records.toString().lines().toList()) {
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      register = register.extendedBy(HashAlgorithm.SHA384.hash(bytes));
    }
    quoted = "sha384:" + register.value().hex();
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String keylime(String shell, String server, String excludes) throws Exception {
    return write(
        "policy",
        """
        {"meta": {"version": 1}, "release": 0,
         "digests": {"/bin/sh": ["%s"], "/usr/bin/server": ["%s"]},
         "excludes": [%s], "keyrings": {}, "ima-buf": {}, "verification-keys": "",
         "ima": {"ignored_keyrings": [], "log_hash_alg": "sha1", "dm_policy": null}}
        """
            .formatted(shell, server, excludes));
  }

  private VmrProcess.Result verify(String list, String... more) throws Exception {
    List<String> args =
        new ArrayList<>(List.of("verify", "--log", log, "--quoted", quoted, "--ima", list));
    args.addAll(List.of(more));
    return VmrProcess.run(folder, args.toArray(String[]::new));
  }

  @Test
  void wantedFilesAreProven() throws Exception {
    String policy = keylime(SHELL.hex(), SERVER.hex(), "\"/tmp/.*\"");
    VmrProcess.Result result = verify(list, "--ima-policy", policy);
    assertThat(result.output())
        .contains("info quote-elsewhere")
        .doesNotContain("proven quote")
        .contains("proven files, mr_ima: all 3 entries of the IMA list are wanted")
        .endsWith("ACCEPTED: 4 records replay to the quoted value\n");
    assertThat(result.exitCode()).isZero();
    String sums =
        write(
            "sums",
            SHELL.hex()
                + "  /bin/sh\n"
                + SERVER.hex()
                + "  /usr/bin/server\n"
                + SCRATCH.hex()
                + "  /tmp/scratch\n");
    assertThat(verify(list, "--ima-policy", sums).exitCode()).isZero();
  }

  @Test
  void otherFilesAreRejected() throws Exception {
    String zeros = "0".repeat(64);
    String changed = keylime(SHELL.hex(), zeros, "\"/tmp/.*\"");
    rejected(changed, "ima-file-differs", 2, SERVER);
    String noExcludes = keylime(SHELL.hex(), SERVER.hex(), "");
    rejected(noExcludes, "ima-file-unknown", 3, SCRATCH);
    // Excluded from its beginning on: what only contains the pattern is not.
    String elsewhere = keylime(SHELL.hex(), SERVER.hex(), "\"scratch\"");
    rejected(elsewhere, "ima-file-unknown", 3, SCRATCH);
  }

  private void rejected(String policy, String code, int entry, ImaLine line) throws Exception {
    VmrProcess.Result result = verify(list, "--ima-policy", policy, "--json");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    JsonNode json = JSON.readTree(result.output());
    assertThat(json.path("accepted").asBoolean(true)).isFalse();
    assertThat(json.path("proofs").findValuesAsText("code")).doesNotContain("files");
    List<JsonNode> errors = new ArrayList<>();
    for (JsonNode each : json.path("findings")) {
      if (each.path("severity").asText().equals("error")) {
        errors.add(each);
      }
    }
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).path("code").asText()).isEqualTo(code);
    assertThat(errors.get(0).path("entry").asInt()).isEqualTo(entry);
    assertThat(errors.get(0).path("path").asText()).isEqualTo(line.path());
    assertThat(errors.get(0).path("digest").asText()).isEqualTo("sha256:" + line.hex());
  }

  /** Files may all be wanted: if no register proves the list, it says nothing of the machine. */
  @Test
  void aListThatIsNotTheRegistersProvesNoFiles() throws Exception {
    String policy = keylime(SHELL.hex(), SERVER.hex(), "\"/tmp/.*\"");
    for (String other : new String[] {SHELL.text(), SHELL.text() + SHELL.text() + SERVER.text()}) {
      VmrProcess.Result result = verify(write("other", other), "--ima-policy", policy);
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output()).contains("error ima-").doesNotContain("files mr_ima");
    }
  }

  @Test
  void exitCodesSayWhatWasWrong() throws Exception {
    String policy = keylime(SHELL.hex(), SERVER.hex(), "\"/tmp/.*\"");
    String broken = write("broken", "{\"digests\": ");
    assertThat(verify(list, "--ima-policy", broken).exitCode()).isEqualTo(3);
    assertThat(verify(list, "--ima-policy", policy, "--ima-cert", list).exitCode()).isEqualTo(3);
    assertThat(verify(list, "--ima-cert", list).exitCode()).isEqualTo(2);
    VmrProcess.Result missing =
        VmrProcess.run(folder, "verify", "--log", log, "--quoted", quoted, "--ima-policy", policy);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output()).contains("error ima-list-missing");
  }
}
