package dev.vmr.tests.bench;

import dev.vmr.linux.UnixConnection;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** PCR_Extend per second over a unix socket: our bridge, logging, beside swtpm. */
final class TpmBenchmark {
  private static final long NANOS = 2_000_000_000L;
  private static final int ROUNDS = 3;

  private TpmBenchmark() {}

  static void run(Path folder, Path vmr) throws Exception {
    Path ours = folder.resolve("raw");
    Path theirs = folder.resolve("swtpm");
    Process bridge =
        start(
            folder,
            vmr.toString(),
            "tpm",
            "serve",
            "--engine",
            "pcr-only",
            "--raw",
            ours.toString(),
            "--state",
            folder.resolve("tpm").toString());
    Process swtpm =
        start(
            folder,
            "swtpm",
            "socket",
            "--tpm2",
            "--tpmstate",
            "dir=" + folder,
            "--server",
            "type=unixio,path=" + theirs,
            "--ctrl",
            "type=unixio,path=" + folder.resolve("swtpm.ctrl"),
            "--flags",
            "not-need-init,startup-clear");
    try {
      double us = 0;
      double peer = 0;
      try (UnixConnection a = connect(ours);
          UnixConnection b = connect(theirs)) {
        for (int round = 0; round < ROUNDS; round++) {
          peer = Math.max(peer, extend(b));
          us = Math.max(us, extend(a));
        }
      }
      System.out.printf(
          "PCR_Extend        %,12.0f commands/s  swtpm %,12.0f   ratio %.2f (>= 2)%n",
          us, peer, us / peer);
    } finally {
      bridge.destroy();
      swtpm.destroy();
      bridge.waitFor();
      swtpm.waitFor();
    }
  }

  private static Process start(Path folder, String... command) throws IOException {
    File output = folder.resolve("benchmark.out").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .start();
  }

  private static UnixConnection connect(Path socket) throws IOException, InterruptedException {
    for (int i = 0; i < 1000 && !Files.exists(socket); i++) {
      Thread.sleep(10);
    }
    Thread.sleep(100);
    return UnixConnection.connect(socket);
  }

  private static double extend(UnixConnection tpm) throws IOException {
    byte[] command =
        Commands.pcrExtend(
            10,
            List.of(Digest.filled(HashAlgorithm.SHA1, 1), Digest.filled(HashAlgorithm.SHA256, 2)));
    byte[] answer = new byte[64];
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < NANOS) {
      tpm.write(command, 0, command.length);
      int size = tpm.read(answer, 0, answer.length);
      if (CommandHeader.responseCode(Arrays.copyOf(answer, size)) != 0) {
        throw new IOException("refused");
      }
      count++;
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }
}
