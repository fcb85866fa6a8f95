package dev.vmr.tests.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** All benchmarks, one after the other. */
public final class Bench {
  private Bench() {}

  /**
   * Runs them.
   *
   * @param args the vmr launcher, and a folder on tmpfs
   */
  public static void main(String[] args) throws Exception {
    Path vmr = Path.of(args[0]);
    Path folder = Files.createTempDirectory(Path.of(args[1]), "vmr-bench-");
    try {
      ReplayBenchmark.run(folder);
      MultiplexerBenchmark.run(folder);
      TpmBenchmark.run(folder, vmr);
      ImaBenchmark.run(folder, vmr);
      BootLogBenchmark.run();
      DaemonBenchmark.run(folder, vmr);
      QuoteBenchmark.run();
      PollBenchmark.run();
      if (args.length > 2) {
        ReplayBenchmark.write(Path.of(args[2]), 10_000_000);
        CheckpointBenchmark.run(Path.of(args[2]));
      }
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
