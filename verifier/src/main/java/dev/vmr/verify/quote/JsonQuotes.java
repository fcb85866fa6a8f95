package dev.vmr.verify.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.quote.azure.AzureQuotes;
import dev.vmr.verify.quote.tpm.JsonTpmQuotes;
import dev.vmr.verify.trust.QuoteContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Quotes that a project has put into a JSON object of its own. */
final class JsonQuotes {
  private JsonQuotes() {}

  /** Whether an object begins there, perhaps after blanks. */
  static boolean recognises(byte[] file) {
    for (byte b : file) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '{';
      }
    }
    return false;
  }

  static QuotedRegisters verify(byte[] file, QuoteContext context) {
    JsonNode json;
    try {
      json = StrictJson.parse(file);
    } catch (JsonFormatException e) {
      return Quotes.rejected("JSON, " + e.getMessage());
    }
    if (JsonTpmQuotes.recognises(json)) {
      return JsonTpmQuotes.verify(json, context);
    }
    if (AzureQuotes.recognises(json)) {
      return AzureQuotes.verify(json, context);
    }
    if (json.path("quote").isTextual()) {
      return enclosed(json, context);
    }
    return Quotes.rejected("a JSON object, but none of the known kinds of quotes");
  }

  /** A quote as text, with the report data that it is said to have (docs/quotes.md, 1.2). */
  private static QuotedRegisters enclosed(JsonNode json, QuoteContext context) {
    String text = json.path("quote").asText().replace('-', '+').replace('_', '/');
    QuotedRegisters quoted =
        Quotes.raw(TextForms.decode(text.getBytes(StandardCharsets.ISO_8859_1)), context);
    String claimed = json.path("report_data").asText("").toLowerCase(Locale.ROOT);
    QuotedValue signed = quoted.reportData();
    if (claimed.isEmpty() || signed == null || claimed.equals(signed.hex())) {
      return quoted;
    }
    return quoted.with(
        List.of(
            new Finding(
                "claim-inconsistent",
                Finding.Severity.WARNING,
                null,
                "report_data beside the quote: not those that are signed")));
  }
}
