package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.verify.quote.Quotes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few changes of each good quote; {@link QuoteFlipIT} makes ten thousand. */
class QuoteFlipTest {
  /** The cases in which nothing speaks against the quote. */
  static List<QuoteCase> good() throws Exception {
    List<QuoteCase> good = new ArrayList<>();
    for (QuoteCase each : QuoteCorpusTest.cases()) {
      if (Quotes.verify(each.bytes(), each.context()).accepted()) {
        good.add(each);
      }
    }
    return good;
  }

  static void run(int perCase, long seed) throws Exception {
    System.out.println("flip seed " + seed);
    QuoteFlips flips = new QuoteFlips(seed);
    for (QuoteCase each : good()) {
      flips.run(each, perCase);
    }
    flips.print();
    assertThat(flips.rejected()).isGreaterThan(perCase * good().size() / 3);
  }

  @Test
  void changesAreRejected() throws Exception {
    run(20, System.nanoTime());
  }
}
