package dev.vmr.tests.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The benchmarks that are named, one after the other. */
public final class Bench {
  private Bench() {}

  /** Measures something and prints it. */
  private interface Benchmark {
    void run() throws Exception;
  }

  /**
   * Runs them.
   *
   * @param args the vmr launcher, a folder on tmpfs, an empty file there, and names; a name that is
   *     none is the script's own
   */
  public static void main(String[] args) throws Exception {
    Path vmr = Path.of(args[0]);
    Path big = Path.of(args[2]);
    List<String> names = Arrays.asList(args).subList(3, args.length);
    Path folder = Files.createTempDirectory(Path.of(args[1]), "vmr-bench-");
    try {
      for (Map.Entry<String, Benchmark> each : all(folder, vmr, big).entrySet()) {
        if (names.contains(each.getKey())) {
          each.getValue().run();
        }
      }
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static Map<String, Benchmark> all(Path folder, Path vmr, Path big) {
    return ImmutableMap.<String, Benchmark>builder()
        .put("replay", () -> ReplayBenchmark.run(folder))
        .put("multiplexer", () -> MultiplexerBenchmark.run(folder))
        .put("tpm", () -> TpmBenchmark.run(folder, vmr))
        .put("ima", () -> ImaBenchmark.run(folder, vmr))
        .put("ccel", BootLogBenchmark::run)
        .put("daemon", () -> DaemonBenchmark.run(folder, vmr))
        .put("quotes", QuoteBenchmark::run)
        .put("polls", PollBenchmark::run)
        .put(
            "checkpoint",
            () -> {
              ReplayBenchmark.write(big, 10_000_000);
              CheckpointBenchmark.run(big);
            })
        .build();
  }
}
