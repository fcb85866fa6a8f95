package dev.vmr.verify.quote.tpm;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedValue;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Compares PCR values with the digest of a quote (docs/quotes.md, section 7.3). */
final class TpmQuoteCheck {
  private TpmQuoteCheck() {}

  /** Adds the registers that a quote covers, what it says beside them, and what is wrong. */
  static void check(
      TpmEvidence evidence,
      ImmutableListMultimap.Builder<String, QuotedValue> registers,
      List<Finding> findings) {
    List<PcrSelection> selection = evidence.attest().claimedSelection();
    HashAlgorithm hash = evidence.signature().hash();
    if (hash == HashAlgorithm.SHA1) {
      findings.add(
          warning("weak-algorithm", "the quote is signed with SHA-1, which can be forged"));
    }
    if (evidence.pcrs().isEmpty() && !selection.isEmpty()) {
      findings.add(
          warning("pcr-values-missing", "without PCR values the quote proves only their digest"));
      return;
    }
    MessageDigest digest = hash.newMessageDigest();
    for (PcrSelection each : selection) {
      Optional<Digest> value = evidence.pcrs().claimed(each);
      if (value.isEmpty()) {
        findings.add(
            Finding.error(
                "pcr-values-missing",
                each.register() + " of " + each.bank() + " is quoted, its value is not there"));
        return;
      }
      value.get().update(digest);
      registers.put(each.register(), QuotedValue.of(value.get()));
    }
    if (!Arrays.equals(digest.digest(), evidence.attest().claimedPcrDigest())) {
      findings.add(
          Finding.error("pcr-digest", "the PCR values are not those of the quote's digest"));
    }
    if (evidence.pcrs().size() > selection.size()) {
      findings.add(
          warning("pcr-unquoted", "there are PCR values that the quote does not cover; left out"));
    }
  }

  static void claims(TpmEvidence evidence, ImmutableMap.Builder<String, String> claims) {
    evidence.attest().claims(claims);
    claims.put("signature_scheme", evidence.signature().scheme());
  }

  private static Finding warning(String code, String text) {
    return new Finding(code, Finding.Severity.WARNING, null, text);
  }
}
