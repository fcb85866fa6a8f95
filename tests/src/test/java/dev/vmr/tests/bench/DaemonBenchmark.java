package dev.vmr.tests.bench;

import dev.vmr.tests.process.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From the start of the process to the first answer, and what it then takes of memory. */
final class DaemonBenchmark {
  private static final int EXTENSIONS = 20_000;

  private DaemonBenchmark() {}

  static void run(Path folder, Path vmr) throws Exception {
    Path config = folder.resolve("daemon.toml");
    Files.writeString(
        config,
        """
        platform = "simulated"
        state = "%1$s/daemon"
        socket = "%1$s/api"
        [tpm]
        raw = "%1$s/daemon-tpm"
        """
            .formatted(folder));
    long start = System.nanoTime();
    Process daemon =
        new ProcessBuilder(vmr.toString(), "daemon", "--config", config.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (Api api = connect(folder.resolve("api"))) {
      api.call("List", Api.object());
      double seconds = (System.nanoTime() - start) / 1e9;
      long atStart = resident(daemon);
      for (int i = 0; i < EXTENSIONS; i++) {
        api.extend("mr_app", "sha256/" + String.format("%064x", i));
      }
      System.out.printf(
          "daemon            %12.2f s to the first answer (< 1), RSS %d MB, after %,d extends %d MB"
              + " (< 150)%n",
          seconds, atStart, EXTENSIONS, resident(daemon));
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
  }

  private static Api connect(Path socket) throws InterruptedException {
    while (true) {
      try {
        return Api.connect(socket);
      } catch (IOException e) {
        Thread.sleep(2);
      }
    }
  }

  private static long resident(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return -1;
  }
}
