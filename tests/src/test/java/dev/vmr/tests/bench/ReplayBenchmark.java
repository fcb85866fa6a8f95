package dev.vmr.tests.bench;

import dev.vmr.log.LineScanner;
import dev.vmr.replay.Replay;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Records replayed per second, beside the hashing alone that the same log needs. */
final class ReplayBenchmark {
  private static final int RECORDS = 1_000_000;
  private static final int ROUNDS = 7;

  private ReplayBenchmark() {}

  /** Writes a log of one register and that many extensions. */
  static void write(Path log, int records) throws IOException {
    byte[] digest = new byte[48];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 16)) {
      out.write(("SYNC sha384/" + "0".repeat(96) + "\n").getBytes(StandardCharsets.US_ASCII));
      for (int i = 1; i < records; i++) {
        digest[0] = (byte) i;
        digest[1] = (byte) (i >> 8);
        digest[2] = (byte) (i >> 16);
        String line = "mr_app extend sha384/" + HexFormat.of().formatHex(digest) + "\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  static void run(Path folder) throws Exception {
    Path log = folder.resolve("replay.log");
    write(log, RECORDS);
    byte[] lines = Files.readAllBytes(log);
    double best = 0;
    double floor = 0;
    for (int round = 0; round < ROUNDS; round++) {
      floor = Math.max(floor, rate(() -> hash(lines)));
      best = Math.max(best, rate(() -> replay(log)));
    }
    System.out.printf(
        "replay            %,12.0f records/s   hashing alone %,12.0f   ratio %.2f (>= 0.7)%n",
        best, floor, best / floor);
    Files.delete(log);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double rate(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return RECORDS / ((System.nanoTime() - start) / 1e9);
  }

  private static void replay(Path log) throws IOException {
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(log)) {
      LineScanner.scan(in, replay);
    }
    if (replay.records() != RECORDS || replay.result().findingCount() != 0) {
      throw new IllegalStateException("not replayed");
    }
  }

  /** Each line, each extension of the physical register, each extension of the virtual one. */
  private static void hash(byte[] lines) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-384");
    byte[] physical = new byte[48];
    byte[] virtual = new byte[48];
    int start = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        sha.update(lines, start, i - start);
        byte[] digest = sha.digest();
        sha.update(physical);
        sha.update(digest);
        physical = sha.digest();
        sha.update(virtual);
        sha.update(digest);
        virtual = sha.digest();
        start = i + 1;
      }
    }
    if (physical[0] == 0 && virtual[0] == 0 && physical[1] == 0) {
      System.out.println(); // so that nothing is optimised away
    }
  }
}
