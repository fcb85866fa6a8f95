package dev.vmr.verify.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.quote.azure.AzureQuotes;
import dev.vmr.verify.quote.tpm.JsonTpmQuotes;
import dev.vmr.verify.trust.QuoteContext;

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
    return Quotes.rejected("a JSON object, but none of the known kinds of quotes");
  }
}
