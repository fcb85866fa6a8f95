package dev.vmr.verify.quote;

import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.azure.AzureQuotes;
import dev.vmr.verify.quote.cca.CcaTokens;
import dev.vmr.verify.quote.nitro.NitroDocuments;
import dev.vmr.verify.quote.simulated.SimulatedQuotes;
import dev.vmr.verify.quote.snp.SnpReports;
import dev.vmr.verify.quote.tdx.TdxQuotes;
import dev.vmr.verify.quote.tpm.TpmQuotes;
import dev.vmr.verify.trust.Endorsements;
import dev.vmr.verify.trust.QuoteContext;
import java.util.List;
import java.util.Optional;

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
    Optional<TsmReport> tsm = TsmReport.parse(bytes);
    if (tsm.isPresent()) {
      List<byte[]> aux = tsm.get().auxblob().map(List::of).orElse(List.of());
      return raw(
          tsm.get().outblob(), context.with(context.endorsements().plus(Endorsements.of(aux))));
    }
    if (JsonQuotes.recognises(bytes)) {
      return JsonQuotes.verify(bytes, context);
    }
    return raw(bytes, context);
  }

  static QuotedRegisters raw(byte[] bytes, QuoteContext context) {
    if (SimulatedQuotes.recognises(bytes)) {
      return SimulatedQuotes.verify(bytes, context.simulatedAllowed());
    }
    if (TdxQuotes.recognises(bytes)) {
      return TdxQuotes.verify(bytes, context);
    }
    if (SnpReports.recognises(bytes)) {
      return SnpReports.verify(bytes, context);
    }
    if (NitroDocuments.recognises(bytes)) {
      return NitroDocuments.verify(bytes, context);
    }
    if (CcaTokens.recognises(bytes)) {
      return CcaTokens.verify(bytes, context);
    }
    if (AzureQuotes.recognises(bytes)) {
      return AzureQuotes.verify(bytes, context);
    }
    if (TpmQuotes.recognises(bytes)) {
      return TpmQuotes.verify(bytes, context);
    }
    return rejected("neither of the known kinds of quotes");
  }

  static QuotedRegisters rejected(String why) {
    return QuotedRegisters.rejected(
        QuotedPlatform.UNKNOWN, Finding.error("quote-unknown", "the quote: " + why));
  }
}
