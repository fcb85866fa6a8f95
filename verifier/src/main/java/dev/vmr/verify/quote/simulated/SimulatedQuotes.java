package dev.vmr.verify.quote.simulated;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.platform.SimulatedQuote;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Verifies quotes of the simulated platform (docs/simulated-platform.md, section 3). */
public final class SimulatedQuotes {
  private static final byte[] HEAD = "vmr simulated quote".getBytes(StandardCharsets.US_ASCII);

  private SimulatedQuotes() {}

  /** Whether the bytes begin like one. */
  public static boolean recognises(byte[] quote) {
    return quote.length > HEAD.length && Arrays.equals(quote, 0, HEAD.length, HEAD, 0, HEAD.length);
  }

  /**
   * Verifies one.
   *
   * @param allowed whether a quote that proves nothing is asked for
   */
  public static QuotedRegisters verify(byte[] quote, boolean allowed) {
    SimulatedQuote parsed;
    try {
      parsed = SimulatedQuote.parse(quote);
    } catch (IllegalArgumentException e) {
      return QuotedRegisters.rejected(
          QuotedPlatform.SIMULATED,
          Finding.error("quote-malformed", "the simulated quote: " + e.getMessage()));
    }
    List<Finding> findings = new ArrayList<>();
    if (!isSigned(parsed)) {
      findings.add(
          Finding.error("quote-signature", "the signature is not of the key in the quote"));
    }
    findings.add(
        new Finding(
            "quote-simulated",
            allowed ? Finding.Severity.WARNING : Finding.Severity.ERROR,
            null,
            "the quote is of the simulated platform and proves nothing"));
    ImmutableListMultimap.Builder<String, QuotedValue> registers = ImmutableListMultimap.builder();
    for (String name : SimulatedQuote.REGISTERS) {
      registers.put(name, QuotedValue.of(parsed.claimedValue(name)));
    }
    return new QuotedRegisters(
        QuotedPlatform.SIMULATED,
        registers.build(),
        QuotedValue.raw(parsed.claimedReportData()),
        ImmutableMap.of("boot_id", parsed.claimedBootId().toString()),
        findings);
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
