package dev.vmr.verify.quote;

import dev.vmr.platform.SimulatedQuote;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegister;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/** Quotes of the simulated platform (docs/simulated-platform.md, section 3). */
public final class SimulatedQuotes {
  private SimulatedQuotes() {}

  /**
   * The quoted value of a register.
   *
   * @param allowed whether a quote that proves nothing is asked for
   * @throws EvidenceException when it is no such quote, or has no such register
   */
  public static QuotedRegister verify(byte[] quote, RegisterName register, boolean allowed)
      throws EvidenceException {
    SimulatedQuote parsed;
    try {
      parsed = SimulatedQuote.parse(quote);
    } catch (IllegalArgumentException e) {
      throw new EvidenceException("quote: " + e.getMessage());
    }
    if (!SimulatedQuote.REGISTERS.contains(register.text())) {
      throw new EvidenceException("the quote has no register " + register);
    }
    List<Finding> findings = new ArrayList<>();
    if (!isSigned(parsed)) {
      findings.add(Finding.error("quote-invalid", "the signature is not of the key in the quote"));
    }
    findings.add(
        new Finding(
            "quote-simulated",
            allowed ? Finding.Severity.WARNING : Finding.Severity.ERROR,
            null,
            "the quote is of the simulated platform and proves nothing"));
    return new QuotedRegister(parsed.claimedValue(register.text()), findings);
  }

  private static boolean isSigned(SimulatedQuote quote) {
    try {
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initVerify(
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(quote.claimedKey())));
      signature.update(quote.signedBytes());
      return signature.verify(quote.signature());
    } catch (GeneralSecurityException e) {
      return false; // neither a key nor a signature
    }
  }
}
