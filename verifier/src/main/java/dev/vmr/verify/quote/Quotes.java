package dev.vmr.verify.quote;

import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.simulated.SimulatedQuotes;
import dev.vmr.verify.quote.tdx.TdxQuotes;
import dev.vmr.verify.trust.QuoteContext;

/** Recognises quotes by their content and verifies them (docs/quotes.md, section 1). */
public final class Quotes {
  /** No quote of any kind has a sixteenth of that. */
  public static final int MAX_SIZE = 1 << 24;

  private Quotes() {}

  /**
   * Verifies a quote of any kind. There is always an answer: bytes that are no quote, and a quote
   * that cannot be read to its end, are rejected with a finding that says where.
   *
   * @param quote the bytes, or their hex or Base64
   */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    if (quote.length > MAX_SIZE) {
      return rejected("a quote has at most 16 MiB");
    }
    byte[] bytes = TextForms.decode(quote);
    if (SimulatedQuotes.recognises(bytes)) {
      return SimulatedQuotes.verify(bytes, context.simulatedAllowed());
    }
    if (TdxQuotes.recognises(bytes)) {
      return TdxQuotes.verify(bytes, context);
    }
    return rejected("neither of the known kinds of quotes");
  }

  private static QuotedRegisters rejected(String why) {
    return QuotedRegisters.rejected(
        QuotedPlatform.UNKNOWN, Finding.error("quote-unknown", "the quote: " + why));
  }
}
