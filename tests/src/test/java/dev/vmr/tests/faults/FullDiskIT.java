package dev.vmr.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.process.Api;
import dev.vmr.tests.process.Programs;
import dev.vmr.tests.process.TestDaemon;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the log is full: extensions are refused, nothing has changed, and it goes on later.
 */
class FullDiskIT {
  @TempDir Path folder;

  private static String digest(int i) {
    byte[] text = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
    return HashAlgorithm.SHA512.hash(text).toString();
  }

  @Test
  void aFullDiskRefusesAndAnEmptierOneGoesOn() throws Exception {
    Programs.require("mount", "umount");
    Path state = Files.createDirectory(folder.resolve("state"));
    assumeTrue(
        mount(state, "size=64k") == 0, "skipped: only root may mount a file system of its own");
    try (TestDaemon daemon = TestDaemon.start(folder, List.of(), "");
        Api api = daemon.connect()) {
      int extended = 0;
      JsonNode reply = api.extend("mr_a", digest(extended));
      while (!reply.has("error")) {
        extended++;
        reply = api.extend("mr_a", digest(extended));
      }
      assertThat(reply.path("error").asText()).isEqualTo("dev.vmr.Registers.NotExtended");
      assertThat(daemon.consistentLog().registers().values())
          .singleElement()
          .extracting(register -> register.extensions())
          .isEqualTo((long) extended);
      assertThat(extended).isGreaterThan(50);

      mount(state, "remount,size=1m");
      assertThat(api.extend("mr_a", digest(extended)).has("error")).isFalse();
      daemon.consistentLog();
    } finally {
      Programs.run(folder, Map.of(), "umount", state.toString());
    }
  }

  private int mount(Path state, String options) throws Exception {
    return Programs.run(
            folder, Map.of(), "mount", "-t", "tmpfs", "-o", options, "vmr-test", state.toString())
        .exitCode();
  }
}
