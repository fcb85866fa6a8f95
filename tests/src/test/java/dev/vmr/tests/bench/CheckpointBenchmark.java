package dev.vmr.tests.bench;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Source;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.checkpoint.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A poll with a hundred new records, beside the verification of the whole log. */
final class CheckpointBenchmark {
  private static final int NEW = 100;
  private static final int ROUNDS = 200;

  private CheckpointBenchmark() {}

  /** Grows the log by the new records. */
  static void run(Path log) throws Exception {
    long start = System.nanoTime();
    Verdict whole = verify(log, value(log), Checkpoint.start(HashAlgorithm.SHA384));
    double full = (System.nanoTime() - start) / 2e9; // it is replayed twice: once for the quote
    Checkpoint from = whole.checkpoint().orElseThrow();
    String line = "mr_app extend sha384/" + "5a".repeat(48) + "\n";
    Replay tail = new Replay(from.state(), null);
    byte[] added = line.repeat(NEW).getBytes(StandardCharsets.US_ASCII);
    LineScanner.scan(new ByteArrayInputStream(added), tail);
    Files.write(log, added, StandardOpenOption.APPEND);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      start = System.nanoTime();
      Checkpoint parsed = Checkpoint.parse(from.format());
      Verdict poll = verify(log, tail.value(), parsed);
      poll.checkpoint().orElseThrow().format();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "poll              %,12.6f s with %d new records   whole log of %,d records %,.3f s"
            + "   ratio 1/%,.0f (<= 1/1,000)%n",
        best, NEW, whole.log().records(), full, full / best);
  }

  private static Digest value(Path log) throws IOException {
    Replay replay = new Replay();
    try (InputStream in = Files.newInputStream(log)) {
      LineScanner.scan(in, replay);
    }
    return replay.value();
  }

  private static Verdict verify(Path log, Digest quoted, Checkpoint from) throws Exception {
    Verification verification =
        new Verification(new File(log), QuotedRegister.verifiedElsewhere(quoted));
    verification.checkpoint(from, false);
    return verification.run();
  }

  private record File(Path path) implements Source {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public InputStream open(long from) throws IOException {
      return Channels.newInputStream(FileChannel.open(path).position(from));
    }
  }
}
