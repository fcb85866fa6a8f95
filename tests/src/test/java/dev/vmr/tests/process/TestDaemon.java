package dev.vmr.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.log.LineScanner;
import dev.vmr.replay.Replay;
import dev.vmr.replay.ReplayedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A daemon process on the simulated platform, and whether its log and its register agree. */
public final class TestDaemon implements AutoCloseable {
  private final Path folder;
  private final VmrProcess process;

  private TestDaemon(Path folder, VmrProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts one; {@code more} is added to its configuration. */
  public static TestDaemon start(Path folder, List<String> prefix, String more)
      throws IOException, InterruptedException {
    Path config = folder.resolve("vmr.toml");
    Files.writeString(
        config,
        """
        platform = "simulated"
        state = "%1$s/state"
        socket = "%1$s/api"
        %2$s
        """
            .formatted(folder, more));
    Files.deleteIfExists(folder.resolve("api"));
    VmrProcess process = VmrProcess.start(folder, prefix, "daemon", "--config", config.toString());
    return new TestDaemon(folder, process);
  }

  public VmrProcess process() {
    return process;
  }

  /** Connects, waiting for the daemon to be there. */
  public Api connect() throws IOException, InterruptedException {
    process.await(folder.resolve("api"));
    for (int attempt = 0; ; attempt++) {
      try {
        return Api.connect(folder.resolve("api"));
      } catch (IOException e) {
        if (attempt > 50 || !process.alive()) {
          throw new IOException(process.output(), e);
        }
        Thread.sleep(20);
      }
    }
  }

  /**
   * What the log replays to.
   *
   * @throws AssertionError when that is not the register's value, or the log has a fault
   */
  public ReplayedLog consistentLog() throws IOException, InterruptedException {
    try (Api api = connect()) {
      Replay replay = new Replay();
      byte[] log = api.log().getBytes(StandardCharsets.US_ASCII);
      LineScanner.scan(new ByteArrayInputStream(log), replay);
      ReplayedLog replayed = replay.result();
      JsonNode physical =
          api.call("Status", Api.object()).path("parameters").path("physical").path(0);
      if (!replayed.value().hex().equals(physical.path("value").asText())
          || !replayed.findings().isEmpty()
          || physical.path("jumps").asInt() != 0) {
        throw new AssertionError(physical + " but the log replays to " + replayed);
      }
      return replayed;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
