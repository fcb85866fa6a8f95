package dev.vmr.tests.bench;

import dev.vmr.tpm.engine.LibtpmsEngine;
import dev.vmr.tpm.engine.PcrOnlyEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PCR_Extend per second over a unix socket, by one client that waits for each answer: the bridge
 * with both engines, logging, beside swtpm, which does not log, and beside a server that does
 * nothing but what logging cannot do without. Then the same by a client that does not sleep while
 * it waits: what is left is what the server takes, without the client's way back from its sleep.
 */
final class TpmBenchmark {
  private static final int ROUNDS = 9;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long ROUND_NANOS = 1_000_000_000L;

  /** One server, and what was measured of it. */
  private static final class Server {
    final String name;
    final Path socket;
    final Process process;
    final List<Double> rates = new ArrayList<>();
    BenchmarkClient client;

    Server(Path folder, String name, Path socket, List<String> command)
        throws IOException, InterruptedException {
      File output = folder.resolve("benchmark.out").toFile();
      this.name = name;
      this.socket = socket;
      this.process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
              .start();
      this.client = connect(process, socket);
    }

    /** From now on the client asks again and again for an answer and never sleeps. */
    void poll() throws IOException {
      client.close();
      client = BenchmarkClient.connect(socket);
      client.poll();
      rates.clear();
    }

    double median() {
      return rates.stream().sorted().toList().get(rates.size() / 2);
    }

    String range() {
      List<Double> sorted = rates.stream().sorted().toList();
      return String.format("%,.0f to %,.0f", sorted.get(0), sorted.get(sorted.size() - 1));
    }

    void end() throws IOException, InterruptedException {
      client.close();
      process.destroy();
      process.waitFor();
    }
  }

  private TpmBenchmark() {}

  static void run(Path folder, Path vmr) throws Exception {
    List<Server> servers = new ArrayList<>();
    try {
      servers.add(swtpm(folder));
      servers.add(floor(folder));
      servers.add(bridge(folder, vmr, PcrOnlyEngine.NAME));
      if (LibtpmsEngine.present()) {
        servers.add(bridge(folder, vmr, LibtpmsEngine.NAME));
      }
      for (Server server : servers) {
        server.client.extend(WARM_UP_NANOS);
      }
      compare("PCR_Extend", servers);
      for (Server server : servers) {
        server.poll();
      }
      compare("  polling client", servers);
    } finally {
      for (Server server : servers) {
        server.end();
      }
    }
  }

  private static void compare(String what, List<Server> servers) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      for (Server server : servers) {
        server.rates.add(server.client.extend(ROUND_NANOS));
      }
    }
    double peer = servers.get(0).median();
    for (Server server : servers) {
      System.out.printf(
          "%-17s %-8s %,8.0f commands/s, median of %d (%s), %.2f x swtpm%n",
          what, server.name, server.median(), ROUNDS, server.range(), server.median() / peer);
    }
  }

  private static Server swtpm(Path folder) throws IOException, InterruptedException {
    Path socket = folder.resolve("swtpm");
    return new Server(
        folder,
        "swtpm",
        socket,
        List.of(
            "swtpm",
            "socket",
            "--tpm2",
            "--tpmstate",
            "dir=" + folder,
            "--server",
            "type=unixio,path=" + socket,
            "--ctrl",
            "type=unixio,path=" + folder.resolve("swtpm.ctrl"),
            "--flags",
            "not-need-init,startup-clear"));
  }

  private static Server floor(Path folder) throws IOException, InterruptedException {
    Path socket = folder.resolve("floor");
    return new Server(
        folder,
        "floor",
        socket,
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FloorServer.class.getName(),
            socket.toString(),
            folder.toString()));
  }

  private static Server bridge(Path folder, Path vmr, String engine)
      throws IOException, InterruptedException {
    Path socket = folder.resolve("raw-" + engine);
    return new Server(
        folder,
        engine,
        socket,
        List.of(
            vmr.toString(),
            "tpm",
            "serve",
            "--engine",
            engine,
            "--raw",
            socket.toString(),
            "--state",
            folder.resolve("tpm-" + engine).toString()));
  }

  private static BenchmarkClient connect(Process process, Path socket)
      throws IOException, InterruptedException {
    try {
      for (int i = 0; i < 1000 && !Files.exists(socket); i++) {
        Thread.sleep(10);
      }
      Thread.sleep(100);
      return BenchmarkClient.connect(socket);
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
  }
}
