package dev.vmr.tests.bench;

import dev.vmr.log.LineScanner;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import dev.vmr.tests.corpora.Corpora;
import dev.vmr.verify.QuotedRegister;
import dev.vmr.verify.Source;
import dev.vmr.verify.Verdict;
import dev.vmr.verify.Verification;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.PrefixCheck;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One poll of a guest on a machine that was seen before, by one thread (docs/scale.md): a TD quote
 * with collateral, and ten new records behind a checkpoint in the middle of a block. The quote is a
 * real one, of another log; its verification is the floor.
 */
final class PollBenchmark {
  private static final int NEW = 10;
  private static final int OLD = 750;
  private static final double SECONDS = 3;
  private static final int ROUNDS = 3;

  private PollBenchmark() {}

  private interface Work {
    boolean run() throws Exception;
  }

  static void run() throws Exception {
    Path folder = Corpora.path("tdx-quote").resolve("dcapqvl-collateral");
    if (!Files.exists(folder)) {
      System.out.println("polls of a guest  not measured: there is no corpus");
      return;
    }
    byte[] quote = Files.readAllBytes(folder.resolve("tdx_quote"));
    byte[] collateral = Files.readAllBytes(folder.resolve("tdx_quote_collateral.json"));
    QuoteContext context =
        QuoteContext.pinned(Instant.parse("2025-06-20T00:00:00Z"))
            .with(Endorsements.of(List.of(collateral)));
    byte[] before = log(OLD);
    byte[] now = log(OLD + NEW);
    String state =
        verify(before, Checkpoint.start(HashAlgorithm.SHA384)).checkpoint().orElseThrow().format();
    QuotedRegister value = quoted(now);
    double alone = 0;
    double tail = 0;
    double whole = 0;
    for (int round = 0; round < ROUNDS; round++) {
      alone = Math.max(alone, perSecond(() -> Quotes.verify(quote, context).accepted()));
      tail = Math.max(tail, perSecond(() -> !next(now, value, state).isEmpty()));
      whole =
          Math.max(
              whole,
              perSecond(
                  () ->
                      Quotes.verify(quote, context).accepted()
                          && !next(now, value, state).isEmpty()));
    }
    System.out.printf(
        "polls of a guest  %,12.0f /s and core      the quote alone %,10.0f   ratio %.2f%n",
        whole, alone, whole / alone);
    System.out.printf(
        "  of %d records: the tail alone %,.0f /s; bytes: quote %,d, collateral %,d, tail %,d,"
            + " checkpoint %,d%n",
        NEW, tail, quote.length, collateral.length, now.length - before.length, state.length());
  }

  private static byte[] log(int records) {
    StringBuilder log = new StringBuilder("SYNC sha384/" + "0".repeat(96) + "\n");
    for (int i = 0; i < records; i++) {
      log.append("mr_app extend sha384/").append("%096x".formatted(i)).append('\n');
    }
    return log.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static QuotedRegister quoted(byte[] log) throws Exception {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(log), replay);
    return QuotedRegister.verifiedElsewhere(replay.value());
  }

  private static Verdict verify(byte[] log, Checkpoint from) throws Exception {
    Verification verification = new Verification(new Memory(log), quoted(log));
    verification.checkpoint(from, PrefixCheck.LAST_BLOCK);
    return verification.run();
  }

  /** From the text of one checkpoint to that of the next. */
  private static String next(byte[] log, QuotedRegister value, String state) throws Exception {
    Verification verification = new Verification(new Memory(log), value);
    verification.checkpoint(Checkpoint.parse(state), PrefixCheck.LAST_BLOCK);
    Verdict verdict = verification.run();
    return verdict.accepted() ? verdict.checkpoint().orElseThrow().format() : "";
  }

  private static double perSecond(Work work) throws Exception {
    long start = System.nanoTime();
    long end = start + (long) (SECONDS * 1e9);
    int count = 0;
    long now = start;
    while (now < end) {
      if (!work.run()) {
        throw new IllegalStateException("good evidence was refused");
      }
      count++;
      now = System.nanoTime();
    }
    return count * 1e9 / (now - start);
  }

  /** A log in memory. */
  @SuppressWarnings("ArrayRecordComponent") // lives as long as the benchmark
  private record Memory(byte[] bytes) implements Source {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream open(long from) {
      return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
    }
  }
}
