package dev.vmr.verify.quote.tpm;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Verifies TPM 2.0 quotes (docs/quotes.md, section 7). */
public final class TpmQuotes {
  private static final byte[] TPM12 = {'Q', 'U', 'O', 'T'};

  private TpmQuotes() {}

  /** Whether the bytes are a quote in one of the forms. */
  public static boolean recognises(byte[] quote) {
    return Attest.startsWithMagic(quote, 0)
        || Attest.startsWithMagic(quote, 2)
        || isTpm12(quote)
        || GoTpmTools.recognises(quote);
  }

  private static boolean isTpm12(byte[] quote) {
    return quote.length >= 8 && Arrays.equals(quote, 4, 8, TPM12, 0, 4);
  }

  /** Verifies what was recognised. */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    try {
      if (isTpm12(quote)) {
        return tpm12();
      }
      QuoteContext scoped = context.of(QuotedPlatform.TPM);
      List<Finding> findings = new ArrayList<>();
      List<TpmEvidence> all =
          GoTpmTools.recognises(quote)
              ? GoTpmTools.parse(quote, scoped)
              : List.of(ToolFiles.parse(quote, scoped, findings));
      return verify(all, scoped, findings);
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.TPM, e.finding());
    }
  }

  /** The logs that a message of go-tpm-tools carries; none when it is something else. */
  public static Map<String, byte[]> enclosedLogs(byte[] file) {
    try {
      return GoTpmTools.recognises(file) ? GoTpmTools.logs(file) : Map.of();
    } catch (QuoteFormatException e) {
      return Map.of(); // which the quote's findings say
    }
  }

  /** The answer to a TPM 1.2 quote. */
  static QuotedRegisters tpm12() {
    return QuotedRegisters.rejected(
        QuotedPlatform.TPM, Finding.error("quote-version", "a quote of TPM 1.2 is not accepted"));
  }

  /** Several quotes of one TPM, of a bank each, count as one. */
  static QuotedRegisters verify(
      List<TpmEvidence> all, QuoteContext context, List<Finding> findings) {
    ImmutableListMultimap.Builder<String, QuotedValue> registers = ImmutableListMultimap.builder();
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    byte[] extraData = all.get(0).attest().claimedExtraData();
    Set<PublicKey> signers = new HashSet<>();
    TpmQuoteCheck.claims(all.get(0), claims);
    for (TpmEvidence each : all) {
      findings.addAll(AttestationKey.check(each, context));
      AttestationKey.of(each, context).ifPresent(signers::add);
      TpmQuoteCheck.check(each, registers, findings);
      if (!Arrays.equals(extraData, each.attest().claimedExtraData())) {
        findings.add(
            Finding.error("report-data-differs", "the quotes were asked for by different nonces"));
      }
    }
    if (signers.size() > 1) {
      findings.add(
          Finding.error(
              "key-binding", "the quotes are signed by different keys: they are of several TPMs"));
    }
    return new QuotedRegisters(
        QuotedPlatform.TPM,
        registers.build(),
        extraData.length == 0 ? null : QuotedValue.raw(extraData),
        claims.buildOrThrow(),
        findings);
  }
}
