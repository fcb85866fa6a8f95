package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.TreeMultiset;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.Quotes;
import dev.vmr.verify.trust.QuoteContext;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes single bytes of quotes that are good. What is under a signature is rejected, and the
 * finding names the layer; a change that is not rejected has changed no value.
 */
final class QuoteFlips {
  private final Random random;
  private final TreeMultiset<String> layers = TreeMultiset.create();
  private final TreeMultiset<String> claimedOnly = TreeMultiset.create();

  QuoteFlips(long seed) {
    random = new Random(seed);
  }

  void run(QuoteCase each, int flips) throws Exception {
    byte[] quote = each.bytes();
    QuoteContext context = each.context();
    QuotedRegisters good = Quotes.verify(quote, context);
    List<QuoteRegions.Region> regions = QuoteRegions.of(good.platform(), quote);
    for (int i = 0; i < flips; i++) {
      int at = random.nextInt(quote.length);
      int mask = 1 + random.nextInt(255);
      byte[] changed = quote.clone();
      changed[at] ^= (byte) mask;
      String place = each + ", byte " + at + " ^ " + mask;
      check(good, Quotes.verify(changed, context), region(regions, at), place);
    }
  }

  private static QuoteRegions.Region region(List<QuoteRegions.Region> regions, int at) {
    return regions.stream()
        .filter(each -> at >= each.from() && at < each.to())
        .findFirst()
        .orElse(new QuoteRegions.Region(at, at + 1, "other", Set.of()));
  }

  private void check(
      QuotedRegisters good, QuotedRegisters found, QuoteRegions.Region region, String place) {
    String layer = good.platform().text() + " " + region.layer();
    Set<String> codes =
        found.findings().stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .map(Finding::code)
            .collect(Collectors.toSet());
    if (!region.codes().isEmpty()) {
      assertThat(codes).as("%s (%s)", place, layer).containsAnyElementsOf(region.codes());
      assertThat(found.accepted()).as(place).isFalse();
      layers.add(layer);
    } else if (found.accepted()) {
      assertThat(found.registers()).as(place).isEqualTo(good.registers());
      assertThat(found.reportData()).as(place).isEqualTo(good.reportData());
      claimedOnly.add(layer);
    } else {
      assertThat(codes).as(place).isNotEmpty();
      layers.add(layer);
    }
  }

  /** What was rejected, layer by layer, and what was not. */
  void print() {
    layers
        .entrySet()
        .forEach(
            each ->
                System.out.printf("flip %6d rejected  %s%n", each.getCount(), each.getElement()));
    claimedOnly
        .entrySet()
        .forEach(
            each ->
                System.out.printf(
                    "flip %6d claimed only  %s%n", each.getCount(), each.getElement()));
  }

  int rejected() {
    return layers.size();
  }
}
