package dev.vmr.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.TestDaemon;
import dev.vmr.tests.process.VmrProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a user types them: output and exit codes. */
class CommandLineIT {
  private static final String VALUE =
      "577ebef49c1e308fc88baee69f203217564e83bc7641e99c65ec01330ecec787d7e6d329e05c74011ffe3fdc0176c0be";
  private static final String MR_IMA =
      "93732e3733514a841c982cfa75ea76ab55fe011acb9cd980ef4523913c65be1b0998e04d77f8c174f81a82151619ca40";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private VmrProcess.Result vmr(String... args) throws Exception {
    return VmrProcess.run(folder, args);
  }

  private Path log() throws Exception {
    String abc = HashAlgorithm.SHA384.hash("abc".getBytes(StandardCharsets.US_ASCII)).toString();
    return Files.writeString(
        folder.resolve("log"), "SYNC sha384/" + "0".repeat(96) + "\nmr_ima extend " + abc + "\n");
  }

  @Test
  void versionHelpAndUsage() throws Exception {
    assertThat(vmr("--version").output()).startsWith("vmr ");
    assertThat(vmr("--help").exitCode()).isZero();
    assertThat(vmr().exitCode()).isEqualTo(2);
    assertThat(vmr("nonsense").exitCode()).isEqualTo(2);
    assertThat(vmr("verify").exitCode()).isEqualTo(2);
    assertThat(vmr("verify", "--log", log().toString(), "--quoted", "md5:00").exitCode())
        .isEqualTo(2);
    assertThat(vmr("tpm", "serve").exitCode()).isEqualTo(2);
  }

  @Test
  void replayPrintsTheExampleOfTheFormat() throws Exception {
    JsonNode json = JSON.readTree(vmr("replay", "--log", log().toString(), "--json").output());
    assertThat(json.path("alg").asText()).isEqualTo("sha384");
    assertThat(json.path("value").asText()).isEqualTo(VALUE);
    assertThat(json.path("records").asInt()).isEqualTo(2);
    assertThat(json.path("syncs").path(0).path("line").asInt()).isEqualTo(1);
    assertThat(json.path("syncs").path(0).path("explained").asBoolean()).isTrue();
    JsonNode register = json.path("virtual").path("mr_ima");
    assertThat(register.path("banks").path("sha384").asText()).isEqualTo(MR_IMA);
    assertThat(register.path("extends").asInt()).isEqualTo(1);
    assertThat(register.path("resets").asInt()).isZero();
    assertThat(register.path("locked").asBoolean(true)).isFalse();
  }

  @Test
  void verifySaysWithItsExitCode() throws Exception {
    String log = log().toString();
    assertThat(vmr("verify", "--log", log, "--quoted", "sha384:" + VALUE).exitCode()).isZero();
    VmrProcess.Result wrong = vmr("verify", "--log", log, "--quoted", "sha384:" + MR_IMA);
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output()).contains("value-differs", "REJECTED");
    VmrProcess.Result missing =
        vmr("verify", "--log", "/nonexistent", "--quoted", "sha384:" + VALUE);
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.output()).contains("no such file").doesNotContain("Exception", "\tat ");
    Path prose = Files.writeString(folder.resolve("prose"), "= this is not a log =\n");
    assertThat(vmr("verify", "--log", prose.toString(), "--quoted", "sha384:" + VALUE).exitCode())
        .isEqualTo(3);
    Path noList = Files.writeString(folder.resolve("list"), "no IMA list, whatever it is");
    assertThat(
            vmr("verify", "--log", log, "--quoted", "sha384:" + VALUE, "--ima", noList.toString())
                .exitCode())
        .isEqualTo(3);
    JsonNode json =
        JSON.readTree(
            vmr("verify", "--json", "--log", log, "--quoted", "sha384:" + VALUE).output());
    assertThat(json.path("accepted").asBoolean()).isTrue();
    assertThat(json.path("findings").path(0).path("code").asText()).isEqualTo("no-begin");
  }

  @Test
  void verifyGoesOnFromACheckpoint() throws Exception {
    Path log = log();
    Path state = folder.resolve("state");
    String[] first = {
      "verify", "--log", log.toString(), "--quoted", "sha384:" + VALUE, "--checkpoint", "" + state
    };
    assertThat(vmr(first).exitCode()).isZero();
    String accepted = Files.readString(state);
    assertThat(accepted).contains("records/2", "sha384/" + VALUE, "mr_ima holds extends/1");
    Files.writeString(log, "mr_app started\n", StandardOpenOption.APPEND);
    assertThat(vmr(first).exitCode()).isEqualTo(1);
    assertThat(Files.readString(state)).isEqualTo(accepted);
    JsonNode grown = JSON.readTree(vmr("replay", "--json", "--log", "" + log).output());
    String[] second = first.clone();
    second[4] = "sha384:" + grown.path("value").asText();
    assertThat(vmr(second).output()).contains("ACCEPTED: 3 records");
    assertThat(Files.readString(state)).contains("records/3");
    Files.writeString(log, Files.readString(log).replace("SYNC sha384/0", "SYNC sha384/1"));
    assertThat(vmr(second).output()).contains("checkpoint-log-differs", "REJECTED");
    Files.writeString(state, accepted + "more\n");
    assertThat(vmr(second).exitCode()).isEqualTo(3);
    assertThat(folder.toFile().list((in, name) -> name.startsWith(".checkpoint"))).isEmpty();
  }

  @Test
  void theDaemonServesTheCommands() throws Exception {
    String rules =
        """
        [[register]]
        name = "mr_app"
        banks = ["sha384", "sha256"]
        [[register]]
        name = "mr_secret"
        owner = ["uid:4242"]
        [tpm]
        raw = "%1$s/tpm"
        """
            .formatted(folder);
    try (TestDaemon daemon = TestDaemon.start(folder, List.of(), rules)) {
      daemon.connect().close();
      String socket = "--socket=" + folder.resolve("api");
      Path file = Files.writeString(folder.resolve("file"), "content");
      assertThat(
              vmr(
                      "extend",
                      socket,
                      "mr_app",
                      "--file",
                      file.toString(),
                      "--bank",
                      "sha256",
                      "--note",
                      "a café")
                  .exitCode())
          .isZero();
      assertThat(vmr("event", socket, "mr_app", "started", "version 1").exitCode()).isZero();
      String digest = HashAlgorithm.SHA256.hash(new byte[0]).toString();
      assertThat(vmr("extend", socket, "mr_ima", digest).exitCode()).isZero();
      VmrProcess.Result secret = vmr("extend", socket, "mr_secret", digest);
      assertThat(secret.exitCode()).isEqualTo(4);
      assertThat(secret.output()).contains("not permitted");
      assertThat(vmr("extend", socket, "mr_app", "sha1/" + "0".repeat(40)).output())
          .contains("without a bank sha1");
      assertThat(vmr("list", socket).output()).contains("mr_app", "mr_ima", "PCR 10", "rtmr3");
      assertThat(vmr("read", socket, "mr_app", "--bank", "sha256").output()).hasSize(65);
      assertThat(vmr("read", socket, "mr_none").exitCode()).isEqualTo(4);
      assertThat(vmr("status", socket).output())
          .contains("platform simulated")
          .containsPattern("tpm (libtpms|pcr-only), ready");
      assertThat(vmr("log", socket).output()).contains("caf%c3%a9", "mr_app started version 1");
      VmrProcess.Result check = vmr("check", socket);
      assertThat(check.output()).contains("all agrees");
      assertThat(check.exitCode()).isZero();
      try (Api api = daemon.connect()) {
        checkService(api);
      }
      daemon.process().terminate();
      assertThat(daemon.process().await()).isZero();
      assertThat(folder.resolve("api")).doesNotExist();
    }
    assertThat(vmr("list", "--socket=" + folder.resolve("api")).exitCode()).isEqualTo(4);
  }

  private static void checkService(Api api) throws Exception {
    api.send(Api.object().put("method", "org.varlink.service.GetInfo"));
    JsonNode info = api.reply().path("parameters");
    assertThat(info.path("product").asText()).isEqualTo("vmr daemon");
    assertThat(info.path("interfaces").toString()).contains("dev.vmr.Registers");
    api.send(
        Api.object()
            .put("method", "org.varlink.service.GetInterfaceDescription")
            .set("parameters", Api.object().put("interface", "dev.vmr.Registers")));
    assertThat(api.reply().path("parameters").path("description").asText())
        .contains("interface dev.vmr.Registers", "method Extend(");
    api.send(Api.object().put("method", "dev.vmr.Registers.Nothing"));
    assertThat(api.reply().path("error").asText()).isEqualTo("org.varlink.service.MethodNotFound");
    api.send(
        Api.object()
            .put("method", "dev.vmr.Registers.Read")
            .set("parameters", Api.object().put("name", "mr_app").put("other", 1)));
    assertThat(api.reply().path("error").asText())
        .isEqualTo("org.varlink.service.InvalidParameter");
  }

  @Test
  void anUnknownKeyIsAnErrorWithItsLine() throws Exception {
    Path config = folder.resolve("bad.toml");
    Files.writeString(
        config, "platform = \"simulated\"\nstate = \"" + folder + "/s\"\nsokcet = \"x\"\n");
    VmrProcess.Result result = vmr("daemon", "--config", config.toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).contains("line 3", "unknown key 'sokcet'");
  }

  @Test
  void theDemoShowsTheMainJobAndLeavesNothing() throws Exception {
    List<Path> before = demoFolders();
    VmrProcess.Result demo = vmr("demo");
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(demo.output()).contains("mr_app", "mr_ima", "ACCEPTED", "REJECTED", "line ");
    assertThat(demoFolders()).isEqualTo(before);
  }

  private static List<Path> demoFolders() throws Exception {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new ArrayList<>(
          all.filter(path -> path.getFileName().toString().startsWith("vmr-demo-")).toList());
    }
  }
}
