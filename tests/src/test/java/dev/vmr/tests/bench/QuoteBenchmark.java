package dev.vmr.tests.bench;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tests.corpora.Corpora;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.Certificates;
import dev.vmr.verify.trust.EcCurve;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import dev.vmr.verify.trust.TrustAnchors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * TD quotes with their chain, verified by one thread. Of a new machine, each costs five ECDSA
 * verifications: quote, quoting enclave and three certificates; of a machine that was seen before,
 * two. These are the floors.
 */
final class QuoteBenchmark {
  private static final double SECONDS = 2;
  private static final int ROUNDS = 5;

  private QuoteBenchmark() {}

  static void run() throws Exception {
    Path file = Corpora.path("tdx-quote").resolve("oasis-v4/quote_v4_tdx_ecdsa_p256.bin");
    if (!Files.exists(file)) {
      System.out.println("TD quotes         not measured: there is no corpus");
      return;
    }
    byte[] quote = Files.readAllBytes(file);
    Instant time = Instant.parse("2025-01-01T00:00:00Z");
    byte[] root = Certificates.pemBlocks(quote, "CERTIFICATE").get(2);
    QuoteContext seen = QuoteContext.pinned(time);
    byte[] signed = Arrays.copyOf(quote, 632);
    byte[] signature = Arrays.copyOfRange(quote, 636, 700);
    EcKey key = EcKey.of(EcCurve.P256, Arrays.copyOfRange(quote, 700, 764)).orElseThrow();
    double[] first = new double[ROUNDS];
    double[] again = new double[ROUNDS];
    double[] floor = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      floor[round] = perSecond(() -> key.verifies(HashAlgorithm.SHA256, signed, signature));
      first[round] = perSecond(() -> isGood(quote, fresh(root, time)));
      again[round] = perSecond(() -> isGood(quote, seen));
    }
    print("TD quotes, first ", first, 5, floor);
    print("TD quotes, again ", again, 2, floor);
  }

  private static void print(String name, double[] rates, int verifications, double[] floor) {
    Arrays.sort(rates);
    Arrays.sort(floor);
    double least = floor[ROUNDS / 2] / verifications;
    System.out.printf(
        "%s %12.0f /s and core   %d ECDSA %10.0f   ratio %.2f%n",
        name, rates[ROUNDS / 2], verifications, least, rates[ROUNDS / 2] / least);
  }

  private static boolean isGood(byte[] quote, QuoteContext context) {
    return Quotes.verify(quote, context).accepted();
  }

  /** Anchors that have seen nothing yet. */
  private static QuoteContext fresh(byte[] root, Instant time) {
    try {
      return QuoteContext.pinned(time).with(TrustAnchors.none().plus(root));
    } catch (EvidenceException e) {
      throw new IllegalStateException("it is a certificate", e);
    }
  }

  private static double perSecond(BooleanSupplier work) {
    long start = System.nanoTime();
    long end = start + (long) (SECONDS * 1e9);
    int count = 0;
    long now = start;
    while (now < end) {
      if (!work.getAsBoolean()) {
        throw new IllegalStateException("a good quote was refused");
      }
      count++;
      now = System.nanoTime();
    }
    return count * 1e9 / (now - start);
  }
}
