package dev.vmr.verify.quote.tpm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.PublicKeys;
import dev.vmr.verify.trust.QuoteContext;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TPM 2.0 quotes in JSON, of two projects (docs/quotes.md, section 7.2). */
public final class JsonTpmQuotes {
  /** The numbers of Go's package crypto. */
  private static final Map<Integer, HashAlgorithm> GO_HASHES =
      Map.of(
          3, HashAlgorithm.SHA1,
          5, HashAlgorithm.SHA256,
          6, HashAlgorithm.SHA384,
          7, HashAlgorithm.SHA512);

  private JsonTpmQuotes() {}

  /** Whether an object is one of the two kinds. */
  public static boolean recognises(JsonNode json) {
    return (json.has("ak_public") && json.has("tpm_quote"))
        || (json.path("Static").has("TPMVersion") && json.has("Quote"));
  }

  /** Verifies an object that was recognised. */
  public static QuotedRegisters verify(JsonNode json, QuoteContext context) {
    try {
      if (json.path("Static").path("TPMVersion").asInt(2) != 2) {
        return TpmQuotes.tpm12();
      }
      QuoteContext scoped = context.of(QuotedPlatform.TPM);
      TpmEvidence evidence =
          json.has("ak_public") ? coco(json, scoped) : goAttestation(json, scoped);
      return TpmQuotes.verify(java.util.List.of(evidence), scoped, new ArrayList<>());
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.TPM, e.finding());
    }
  }

  /** Of Confidential Containers: all in Base64, PCRs of SHA-256 in hex. */
  private static TpmEvidence coco(JsonNode json, QuoteContext context) throws QuoteFormatException {
    JsonNode quote = json.path("tpm_quote");
    PcrBank pcrs = new PcrBank();
    int pcr = 0;
    for (JsonNode value : required(quote.path("pcrs"), "tpm_quote.pcrs")) {
      pcrs.put(pcr++, digest(HashAlgorithm.SHA256, hex(value)));
    }
    return new TpmEvidence(
        new Attest(base64(quote.path("message"), "tpm_quote.message")),
        TpmSignature.parse(base64(quote.path("signature"), "tpm_quote.signature")),
        pcrs,
        PublicKeys.parse(base64(json.path("ak_public"), "ak_public")),
        context.endorsements().certificates());
  }

  /** A dump of go-attestation. */
  private static TpmEvidence goAttestation(JsonNode json, QuoteContext context)
      throws QuoteFormatException {
    JsonNode quote = json.path("Quote");
    PcrBank pcrs = new PcrBank();
    for (JsonNode each : required(json.path("Log").path("PCRs"), "Log.PCRs")) {
      HashAlgorithm bank = GO_HASHES.get(each.path("DigestAlg").asInt());
      int pcr = each.path("Index").asInt(-1);
      if (bank == null || pcr < 0 || pcr > 31) {
        throw new QuoteFormatException("Log.PCRs: a PCR or a bank that is none");
      }
      pcrs.put(pcr, digest(bank, base64(each.path("Digest"), "Log.PCRs.Digest")));
    }
    return new TpmEvidence(
        new Attest(base64(quote.path("Quote"), "Quote.Quote")),
        TpmSignature.parse(base64(quote.path("Signature"), "Quote.Signature")),
        pcrs,
        PublicKeys.parse(base64(json.path("AK").path("Public"), "AK.Public")),
        context.endorsements().certificates());
  }

  /** Evidence whose PCR values are called by another name is not evidence without PCR values. */
  private static JsonNode required(JsonNode value, String name) throws QuoteFormatException {
    if (value.isArray() || value.isNull()) {
      return value;
    }
    throw new QuoteFormatException(name + ": not there, or no list");
  }

  /**
   * The digest of these bytes.
   *
   * @param value null when there is no such text
   */
  static Digest digest(HashAlgorithm bank, byte @Nullable [] value) throws QuoteFormatException {
    if (value == null || value.length != bank.size()) {
      throw new QuoteFormatException("PCR values: one that is no digest of " + bank);
    }
    return Digest.of(bank, value);
  }

  private static byte @Nullable [] hex(JsonNode value) {
    try {
      return HexFormat.of().parseHex(value.asText());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] base64(JsonNode value, String name) throws QuoteFormatException {
    try {
      if (value.isTextual()) {
        return Base64.getDecoder().decode(value.asText());
      }
    } catch (IllegalArgumentException e) {
      throw new QuoteFormatException(name + ": not Base64");
    }
    throw new QuoteFormatException(name + ": a text is missing");
  }
}
