package dev.vmr.verify.quote.tpm;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/** The quote of a virtual TPM whose key other evidence holds (docs/quotes.md, section 10). */
public final class BoundQuote {
  private static final int RSA_SIZES = 128;
  private static final int MIN_RSA = 256;

  private BoundQuote() {}

  /**
   * Verifies one.
   *
   * @param attest a TPMS_ATTEST
   * @param signature a TPMT_SIGNATURE, or a bare RSASSA signature with SHA-256
   * @param key whose it must be
   * @throws QuoteFormatException when quote or signature cannot be read
   */
  public static QuotedRegisters verify(byte[] attest, byte[] signature, PcrBank pcrs, PublicKey key)
      throws QuoteFormatException {
    boolean bare = signature.length >= MIN_RSA && signature.length % RSA_SIZES == 0;
    TpmEvidence evidence =
        new TpmEvidence(
            new Attest(attest),
            bare ? TpmSignature.rsassaSha256(signature) : TpmSignature.parse(signature),
            pcrs,
            List.of(),
            List.of());
    List<Finding> findings = new ArrayList<>();
    if (!evidence.signature().isOf(key, evidence.attest().signedBytes())) {
      findings.add(
          Finding.error("vtpm-signature", "the TPM quote is not signed by the key in the report"));
    }
    ImmutableListMultimap.Builder<String, QuotedValue> registers = ImmutableListMultimap.builder();
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    TpmQuoteCheck.check(evidence, registers, findings);
    TpmQuoteCheck.claims(evidence, claims);
    byte[] extraData = evidence.attest().claimedExtraData();
    return new QuotedRegisters(
        QuotedPlatform.TPM,
        registers.build(),
        extraData.length == 0 ? null : QuotedValue.raw(extraData),
        claims.buildOrThrow(),
        findings);
  }
}
