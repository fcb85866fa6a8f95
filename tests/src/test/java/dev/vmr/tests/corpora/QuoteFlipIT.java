package dev.vmr.tests.corpora;

import org.junit.jupiter.api.Test;

/** Ten thousand changes of good quotes. */
class QuoteFlipIT {
  private static final int FLIPS = 10_000;

  @Test
  void changesAreRejected() throws Exception {
    int cases = QuoteFlipTest.good().size();
    QuoteFlipTest.run(FLIPS / cases + 1, System.nanoTime());
  }
}
