package dev.vmr.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmr ima appraise} as a user types it. */
class AppraiseCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private VmrProcess.Result vmr(String... args) throws Exception {
    return VmrProcess.run(folder, args);
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** A list in ASCII of what sha256sum prints, with the template digests that a kernel makes. */
  private String list(String checksums) throws Exception {
    StringBuilder list = new StringBuilder();
    for (String line : checksums.split("\n", -1)) {
      if (!line.isEmpty()) {
        list.append(new ImaLine("sha256", line.substring(0, 64), line.substring(66)).text());
      }
    }
    return write("list", list.toString());
  }

  @Test
  void filesAreAppraisedByWhatSha256sumPrints() throws Exception {
    Programs.require("sha256sum");
    write("a", "1");
    write("b\\c", "2");
    write("d e", "3");
    VmrProcess.Result sums =
        Programs.run(folder, Map.of(), "sha256sum", "a", "b\\c", "d e", "/dev/null");
    String policy = write("policy", sums.output());
    VmrProcess.Result tagged =
        Programs.run(folder, Map.of(), "sha256sum", "--tag", "a", "b\\c", "d e", "/dev/null");
    String tags = write("tags", tagged.output());
    String hex = sums.output().lines().filter(l -> l.endsWith("d e")).findFirst().orElseThrow();
    String list =
        list(
            sums.output()
                .replace("\\" + hexOf(sums, "b\\\\c"), hexOf(sums, "b\\\\c"))
                .replace("b\\\\c", "b\\c")
                .replace("d e", "d_e"));
    for (String each : new String[] {policy, tags}) {
      VmrProcess.Result accepted = vmr("ima", "appraise", "--policy", each, list);
      assertThat(accepted.output()).contains("ACCEPTED: 4 entries: 4 listed");
      assertThat(accepted.exitCode()).isZero();
    }
    String fewer = write("fewer", sums.output().lines().limit(1).findFirst().orElseThrow() + "\n");
    VmrProcess.Result rejected = vmr("ima", "appraise", "--policy", fewer, list);
    assertThat(rejected.exitCode()).isEqualTo(1);
    assertThat(rejected.output())
        .contains(
            "error ima-file-unknown: entry 3 of the list (d_e) sha256:" + hex.substring(0, 64))
        .endsWith("REJECTED: 3 of 4 entries\n");
    JsonNode json =
        JSON.readTree(vmr("ima", "appraise", "--json", "--policy", fewer, list).output());
    assertThat(json.path("accepted").asBoolean()).isFalse();
    assertThat(json.path("policy_format").asText()).isEqualTo("checksums");
    assertThat(json.path("entries").asLong()).isEqualTo(4);
    assertThat(json.path("listed").asLong()).isEqualTo(1);
    assertThat(json.path("rejected").asLong()).isEqualTo(3);
    assertThat(json.path("findings").size()).isEqualTo(3);
    JsonNode third = json.path("findings").get(1);
    assertThat(third.path("code").asText()).isEqualTo("ima-file-unknown");
    assertThat(third.path("entry").asLong()).isEqualTo(3);
    assertThat(third.path("path").asText()).isEqualTo("d_e");
    assertThat(third.path("digest").asText()).isEqualTo("sha256:" + hex.substring(0, 64));
  }

  private static String hexOf(VmrProcess.Result sums, String path) {
    return sums.output()
        .lines()
        .filter(line -> line.endsWith(path))
        .map(line -> line.substring(1, 65))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void exitCodesSayWhatWasWrong() throws Exception {
    String hex = "0".repeat(64);
    String list = list(hex + "  /a");
    String policy = write("policy", hex + "  /a\n");
    String torn = write("torn", Files.readString(Path.of(list)).substring(0, 80));
    String empty = write("empty", "");
    String[][] wrong = {
      {"3", "--policy", empty, list},
      {"3", "--policy", folder.resolve("none").toString(), list},
      {"3", "--policy", policy, folder.resolve("none").toString()},
      {"3", "--policy", policy, torn},
      {"3", "--policy", policy, torn, "--json"},
      {"3", "--policy", policy, "--cert", policy, list},
      {"3", "--policy", policy, "--policy-format", "keylime", list},
      {"2", "--policy", policy, "--policy-format", "rpm", list},
      {"2", list},
      {"2", "--policy", policy},
      {"0", "--policy", policy, list},
    };
    for (String[] each : wrong) {
      List<String> args = new ArrayList<>(List.of("ima", "appraise"));
      args.addAll(List.of(each).subList(1, each.length));
      VmrProcess.Result result = vmr(args.toArray(new String[0]));
      assertThat(result.exitCode())
          .as(args + ": " + result.output())
          .isEqualTo(Integer.parseInt(each[0]));
      assertThat(result.output()).doesNotContain("\tat ");
    }
  }
}
