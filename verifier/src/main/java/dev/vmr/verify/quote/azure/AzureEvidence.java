package dev.vmr.verify.quote.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.quote.tpm.PcrBank;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.Certificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to the evidence of a confidential VM, none of it believed yet (docs/quotes.md,
 * section 10.2).
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as the verification
record AzureEvidence(
    HclReport report,
    List<X509Certificate> certificates,
    Optional<byte[]> tdQuote,
    Optional<TpmPart> tpm) {

  /** The quote of the virtual TPM: TPMS_ATTEST, signature and PCR values. */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record TpmPart(byte[] message, byte[] signature, PcrBank pcrs) {}

  AzureEvidence {
    certificates = ImmutableList.copyOf(certificates);
  }

  static boolean recognises(JsonNode json) {
    JsonNode evidence = json.path("evidence").isObject() ? json.path("evidence") : json;
    return evidence.has("hcl_report")
        || (evidence.has("report") && evidence.has("quote") && evidence.has("vcek"));
  }

  /**
   * Takes the JSON of Confidential Containers, version 0, 1 or 2, or an object that has it as its
   * member {@code evidence}.
   */
  static AzureEvidence parse(JsonNode json) throws QuoteFormatException {
    JsonNode evidence = json.path("evidence").isObject() ? json.path("evidence") : json;
    boolean first = evidence.has("report");
    JsonNode quote = evidence.path(first ? "quote" : "tpm_quote");
    HclReport report = new HclReport(bytes(evidence, first ? "report" : "hcl_report"));
    List<X509Certificate> certificates = new ArrayList<>();
    if (evidence.path("vcek").isTextual()) {
      String text = evidence.path("vcek").asText();
      certificates.addAll(
          Certificates.parse(
              text.startsWith("-----")
                  ? text.getBytes(StandardCharsets.US_ASCII)
                  : bytes(evidence, "vcek")));
    }
    Optional<byte[]> tdQuote =
        evidence.has("td_quote") ? Optional.of(bytes(evidence, "td_quote")) : Optional.empty();
    TpmPart tpm = new TpmPart(bytes(quote, "message"), bytes(quote, "signature"), pcrs(quote));
    return new AzureEvidence(report, certificates, tdQuote, Optional.of(tpm));
  }

  private static PcrBank pcrs(JsonNode quote) throws QuoteFormatException {
    PcrBank pcrs = new PcrBank();
    int pcr = 0;
    JsonNode values = quote.path("pcrs");
    if (!values.isArray()) {
      throw new QuoteFormatException("tpm_quote.pcrs: not there, or no list");
    }
    for (JsonNode value : values) {
      byte[] digest = bytes("pcrs", value);
      if (digest.length != HashAlgorithm.SHA256.size() || pcr > 31) {
        throw new QuoteFormatException("tpm_quote.pcrs: 32 bytes of at most 32 PCRs");
      }
      pcrs.put(pcr++, Digest.of(HashAlgorithm.SHA256, digest));
    }
    return pcrs;
  }

  private static byte[] bytes(JsonNode node, String name) throws QuoteFormatException {
    return bytes(name, node.path(name));
  }

  /** An array of numbers (version 0), hex, or Base64 of the URL alphabet (later ones). */
  private static byte[] bytes(String name, JsonNode value) throws QuoteFormatException {
    if (value.isArray()) {
      byte[] bytes = new byte[value.size()];
      for (int i = 0; i < bytes.length; i++) {
        JsonNode each = value.get(i);
        if (!each.isInt() || each.asInt() < 0 || each.asInt() > 255) {
          throw new QuoteFormatException(name + ": element " + i + " is no byte");
        }
        bytes[i] = (byte) each.asInt();
      }
      return bytes;
    }
    if (!value.isTextual()) {
      throw new QuoteFormatException(name + ": it is missing");
    }
    String text = value.asText();
    try {
      return text.matches("([0-9a-f]{2})*")
          ? HexFormat.of().parseHex(text)
          : Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new QuoteFormatException(name + ": neither hex nor base64url");
    }
  }
}
