package dev.vmr.tests.tsm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.VmrProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmr evidence} of a daemon on {@code tsm-mr} (docs/tsm-mr.md, section 4). */
class TsmEvidenceIT {
  private static final String NONCE = "0f1e2d3c4b5a6978";
  private static final int ENXIO = 6;

  @TempDir Path folder;

  private VmrProcess.Result vmr(String... args) throws Exception {
    return VmrProcess.run(folder, args);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private VmrProcess daemon(Path measurements, Path reports) throws Exception {
    Files.writeString(
        folder.resolve("vmr.toml"),
        """
        platform = "tsm-mr"
        measurements = "%s"
        reports = "%s"
        state = "%s"
        socket = "%s"
        """
            .formatted(measurements, reports, file("state"), file("api")));
    VmrProcess daemon = VmrProcess.start(folder, List.of(), "daemon", "--config", file("vmr.toml"));
    daemon.await(folder.resolve("api"));
    return daemon;
  }

  private VmrProcess.Result evidence() throws Exception {
    return vmr("evidence", "--socket", file("api"), "--nonce", NONCE, "--out", file("bundle"));
  }

  private VmrProcess.Result verify(String nonce) throws Exception {
    return vmr("verify", file("bundle"), "--allow-simulated", "--nonce", nonce);
  }

  private static String digest(int number) {
    return HashAlgorithm.SHA384.hash(new byte[] {(byte) number}).toString();
  }

  @Test
  void theReportIsTheQuote() throws Exception {
    try (ImitatedTsm tsm = ImitatedTsm.open(folder.resolve("tsm"));
        VmrProcess daemon = daemon(tsm.measurements, tsm.reports);
        Api api = Api.connect(folder.resolve("api"))) {
      api.extend("mr_app", digest(1));
      tsm.rivals(2); // the report is of somebody else's data until the third attempt
      assertThat(evidence()).as(daemon.output()).isEqualTo(new VmrProcess.Result(0, ""));
      assertThat(tsm.reportsLeft()).isZero();
      VmrProcess.Result accepted = verify(NONCE);
      assertThat(accepted.output())
          .contains("ACCEPTED", "proven virtual, mr_app", "on platform tsm-mr");
      assertThat(accepted.exitCode()).isZero();
      assertThat(verify("00").exitCode()).isEqualTo(1);

      // An extension that is not ours: the log says so, and agrees with the quote.
      tsm.extend("rtmr3", HashAlgorithm.SHA384.hash(new byte[9]));
      assertThat(evidence().exitCode()).isZero();
      VmrProcess.Result rejected = verify(NONCE);
      assertThat(rejected.exitCode()).isEqualTo(1);
      assertThat(rejected.output()).contains("unexplained-jump").doesNotContain("value-differs");
      assertThat(tsm.reportsLeft()).isZero();
    }
  }

  @Test
  void whoCannotQuoteSaysWhy() throws Exception {
    try (ImitatedTsm tsm = ImitatedTsm.open(folder.resolve("tsm"));
        VmrProcess daemon = daemon(tsm.measurements, tsm.reports);
        Api api = Api.connect(folder.resolve("api"))) {
      api.extend("mr_app", digest(1));
      tsm.reportsFail(ENXIO);
      noQuote("this machine has no TSM that is in use");
      tsm.reportsFail(0);
      tsm.rivals(5);
      noQuote("somebody else writes to");
      assertThat(tsm.reportsLeft()).isZero();
      // Nothing is spoilt by it.
      JsonNode extended = api.extend("mr_app", digest(2));
      assertThat(extended.has("error")).as(extended.toString()).isFalse();
      assertThat(daemon.alive()).isTrue();
      assertThat(evidence().exitCode()).isZero();
      assertThat(verify(NONCE).exitCode()).isZero();
    }
  }

  @Test
  void withoutReportsThereIsNoQuote() throws Exception {
    try (ImitatedTsm tsm = ImitatedTsm.open(folder.resolve("tsm"));
        VmrProcess daemon = daemon(tsm.measurements, folder.resolve("none"));
        Api api = Api.connect(folder.resolve("api"))) {
      JsonNode reply = api.call("Evidence", Api.object());
      assertThat(reply.path("error").asText()).isEqualTo("dev.vmr.Registers.NoQuote");
      assertThat(reply.path("parameters").path("text").asText())
          .startsWith("no quote: there is no folder")
          .contains("tsm_report");
      noQuote("there is no folder");
      assertThat(api.extend("mr_app", digest(1)).has("error")).isFalse();
      assertThat(daemon.alive()).isTrue();
    }
  }

  private void noQuote(String reason) throws Exception {
    VmrProcess.Result result = evidence();
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.output()).contains("no quote: ", reason).doesNotContain("\tat ");
    assertThat(folder.resolve("bundle")).doesNotExist();
  }
}
