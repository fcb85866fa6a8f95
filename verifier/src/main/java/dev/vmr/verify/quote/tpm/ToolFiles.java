package dev.vmr.verify.quote.tpm;

import dev.vmr.verify.Finding;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.PublicKeys;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What tpm2-tools writes (docs/quotes.md, section 7.1): the quote, and beside it files with the
 * signature and the PCR values.
 */
final class ToolFiles {
  private ToolFiles() {}

  static TpmEvidence parse(byte[] quote, QuoteContext context, List<Finding> findings)
      throws QuoteFormatException {
    Attest attest = new Attest(quote);
    TpmSignature signature = null;
    PcrBank pcrs = new PcrBank();
    List<PublicKey> keys = new ArrayList<>();
    QuoteFormatException why = null;
    for (byte[] file : context.endorsements().others()) {
      List<PublicKey> found = PublicKeys.parse(file);
      keys.addAll(found);
      if (!found.isEmpty() || PcrFile.read(file, attest.claimedSelection(), pcrs)) {
        continue;
      }
      try {
        signature = TpmSignature.parse(file);
      } catch (QuoteFormatException e) {
        why = e;
      }
    }
    if (signature == null) {
      throw why != null
          ? why
          : new QuoteFormatException("TPMT_SIGNATURE: there is none beside the quote");
    }
    if (why != null) {
      findings.add(
          new Finding(
              "endorsement-unused",
              Finding.Severity.WARNING,
              null,
              "a file beside the quote: neither signature, PCR values nor key"));
    }
    return new TpmEvidence(attest, signature, pcrs, keys, context.endorsements().certificates());
  }
}
