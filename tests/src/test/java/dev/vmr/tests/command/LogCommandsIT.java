package dev.vmr.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmr log show} and {@code vmr convert} as a user types them. */
class LogCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOG =
      "SYNC sha384/"
          + "0".repeat(96)
          + "\nvmr begin 1 boot/00000000-0000-4000-8000-000000000000 register/rtmr3\n"
          + "mr_app extend sha384/"
          + "3".repeat(96)
          + "\n";

  @TempDir Path folder;

  private VmrProcess.Result vmr(String... args) throws Exception {
    return VmrProcess.run(folder, args);
  }

  @Test
  void aLogIsShownAndConvertedThereAndBack() throws Exception {
    String log = Files.writeString(folder.resolve("log"), LOG).toString();
    JsonNode own = JSON.readTree(vmr("log", "show", log, "--json").output());
    assertThat(own.path("kind").asText()).isEqualTo("vmr");
    assertThat(own.path("events").size()).isEqualTo(3);
    assertThat(own.path("registers").has("mr_app")).isTrue();
    for (String format : new String[] {"cel-json", "cel-cbor", "cel-tlv", "tcg2", "vmr"}) {
      String there = folder.resolve(format).toString();
      assertThat(vmr("convert", "--to", format, log, "-o", there).exitCode()).isZero();
      JsonNode shown = JSON.readTree(vmr("log", "show", there, "--json").output());
      assertThat(shown.path("registers").path("rtmr3"))
          .isEqualTo(own.path("registers").path("rtmr3"));
      String back = folder.resolve("back").toString();
      assertThat(vmr("convert", "--to", "vmr", there, "-o", back).exitCode()).isZero();
      assertThat(Path.of(back)).hasContent(LOG);
    }
    assertThat(vmr("log", "show", log).output()).contains("mr_app", "rtmr3", "measured");
  }

  @Test
  void exitCodesSayWhatWasWrong() throws Exception {
    Path bogus = Files.writeString(folder.resolve("bogus"), "bogus\n");
    assertThat(vmr("log", "show", bogus.toString()).exitCode()).isEqualTo(3);
    Path torn = Files.writeString(folder.resolve("torn"), LOG.substring(0, LOG.length() - 1));
    assertThat(vmr("log", "show", torn.toString()).exitCode()).isEqualTo(3);
    assertThat(vmr("convert", "--to", "tcg2", torn.toString()).exitCode()).isEqualTo(3);
    Path wrong = Files.writeString(folder.resolve("wrong"), LOG + "mr_app extend sha384/00\n");
    assertThat(vmr("log", "show", wrong.toString()).exitCode()).isEqualTo(1);
    assertThat(vmr("convert", "--to", "xml", torn.toString()).exitCode()).isEqualTo(2);
    assertThat(vmr("log", "show").exitCode()).isEqualTo(2);
    VmrProcess.Result comment =
        vmr(
            "convert",
            "--to",
            "tcg2",
            Files.writeString(folder.resolve("comment"), LOG + "# no\n").toString());
    assertThat(comment.exitCode()).isEqualTo(3);
    assertThat(comment.output()).contains("line 4", "comments").doesNotContain("\tat ");
  }

  @Test
  void theValueOfAManifestIsComputed() throws Exception {
    String log = Files.writeString(folder.resolve("log"), LOG).toString();
    JsonNode replayed = JSON.readTree(vmr("replay", "--log", log, "--json").output());
    String hex = replayed.path("value").asText();
    assertThat(vmr("manifest", "compute", "--hex", log).output().strip()).isEqualTo(hex);
    String base64 = vmr("manifest", "compute", "--base64", log).output().strip();
    assertThat(Base64.getDecoder().decode(base64)).isEqualTo(HexFormat.of().parseHex(hex));
    assertThat(vmr("manifest", "compute", "--for", "mrowner", log).output())
        .contains(hex, "-object tdx-guest,id=cc,mrowner=" + base64);
    JsonNode pcr =
        JSON.readTree(vmr("manifest", "compute", "--for", "pcr8", "--json", log).output());
    assertThat(pcr.path("value").asText()).isEqualTo(hex);
    assertThat(pcr.path("extensions").size()).isEqualTo(3);
    assertThat(vmr("manifest", "compute", "--for", "mrtd", log).exitCode()).isEqualTo(2);
    assertThat(vmr("manifest", "compute", "--alg", "sha256", log).exitCode()).isEqualTo(2);
    assertThat(vmr("manifest", "compute", "--hex", "--json", log).exitCode()).isEqualTo(2);
    assertThat(vmr("manifest", "compute", "--for", "host_data", log).exitCode()).isEqualTo(3);
    assertThat(vmr("verify", "--quoted", "sha384:" + hex, "--log", log).exitCode()).isZero();
  }
}
