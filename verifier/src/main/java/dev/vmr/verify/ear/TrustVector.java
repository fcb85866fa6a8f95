package dev.vmr.verify.ear;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.appraisal.AttestationResult;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How trustworthy a machine is, aspect by aspect (docs/ear.md, section 3).
 *
 * @param values by claim, all of them
 */
public record TrustVector(Map<TrustClaim, Integer> values) {
  static final int NONE = 0;
  static final int AFFIRMING = 2;
  static final int WARNING = 32;
  static final int UNRECOGNISED = 33;
  static final int CONTRAINDICATED = 96;
  static final int UNVALIDATED = 99;

  /** What makes a quote worth nothing. */
  private static final ImmutableSet<String> UNPROVEN =
      ImmutableSet.of(
          "quote-unknown",
          "quote-malformed",
          "quote-signature",
          "quote-missing",
          "qe-binding",
          "qe-signature",
          "key-binding",
          "key-untrusted",
          "platform-signature",
          "pcr-digest",
          "pcr-values-missing",
          "vtpm-signature",
          "root-unknown",
          "certificate-missing",
          "certificate-signature",
          "certificate-expired",
          "certificate-unfit",
          "certificate-mismatch",
          "evidence-type");

  private static final ImmutableSet<String> HARDWARE =
      ImmutableSet.of(
          "quote-version",
          "quote-not-td",
          "quote-simulated",
          "qe-identity",
          "platform-lifecycle",
          "tdx-module",
          "vmpl-unprivileged",
          "certificate-revoked",
          "weak-algorithm",
          "claim-inconsistent",
          "claim-unknown",
          "trailing-bytes",
          "endorsement-unused",
          "quote-missing",
          "pcr-values-missing",
          "pcr-unquoted",
          "policy-tcb");

  private static final ImmutableSet<String> CONFIGURATION =
      ImmutableSet.of(
          "debug-enabled",
          "manifest-differs",
          "policy-platform",
          "policy-report-data",
          "report-data-differs");

  /** What the vector has no claim for. */
  private static final ImmutableSet<String> FRESHNESS =
      ImmutableSet.of("nonce-missing", "nonce-differs", "policy-age", "policy-none");

  private static final Set<QuotedPlatform> ENCRYPTED =
      EnumSet.of(
          QuotedPlatform.TDX,
          QuotedPlatform.SEV_SNP,
          QuotedPlatform.CCA,
          QuotedPlatform.AZURE_SEV_SNP,
          QuotedPlatform.AZURE_TDX);

  /** Copies the map. */
  public TrustVector {
    values = Maps.immutableEnumMap(values);
  }

  /** Of a result. */
  static TrustVector of(AttestationResult result) {
    Map<TrustClaim, Integer> values = new EnumMap<>(TrustClaim.class);
    boolean unproven =
        result.findings().stream()
            .anyMatch(
                each ->
                    each.severity() == Finding.Severity.ERROR && UNPROVEN.contains(each.code()));
    for (TrustClaim claim : TrustClaim.values()) {
      values.put(claim, unproven ? UNVALIDATED : NONE);
    }
    if (!unproven) {
      affirm(result, values);
      result.findings().forEach(each -> worsen(each, values));
    }
    return new TrustVector(values);
  }

  private static void affirm(AttestationResult result, Map<TrustClaim, Integer> values) {
    QuotedPlatform platform = result.quoted().platform();
    boolean real = platform != QuotedPlatform.UNKNOWN && platform != QuotedPlatform.SIMULATED;
    if (real) {
      values.put(TrustClaim.HARDWARE, AFFIRMING);
    }
    if (ENCRYPTED.contains(platform)) {
      values.put(TrustClaim.RUNTIME_OPAQUE, AFFIRMING);
    }
    if (proven(result, "policy-platform", "policy-register", "manifest")) {
      values.put(TrustClaim.CONFIGURATION, AFFIRMING);
    }
    if (proven(result, "files")) {
      values.put(TrustClaim.FILE_SYSTEM, AFFIRMING);
    }
    boolean recognised = proven(result, "policy-register", "policy-virtual");
    values.put(TrustClaim.EXECUTABLES, recognised ? AFFIRMING : UNRECOGNISED);
  }

  private static boolean proven(AttestationResult result, String... codes) {
    return result.proofs().stream().anyMatch(each -> Set.of(codes).contains(each.code()));
  }

  private static void worsen(Finding finding, Map<TrustClaim, Integer> values) {
    int value =
        switch (finding.severity()) {
          case INFO -> NONE;
          case WARNING -> WARNING;
          case ERROR -> CONTRAINDICATED;
        };
    for (TrustClaim claim : about(finding.code())) {
      values.merge(claim, value, Math::max);
    }
  }

  private static Set<TrustClaim> about(String code) {
    if (code.equals("debug-enabled")) {
      return EnumSet.of(TrustClaim.CONFIGURATION, TrustClaim.RUNTIME_OPAQUE);
    }
    if (HARDWARE.contains(code) || code.startsWith("tcb-") || code.startsWith("collateral-")) {
      return EnumSet.of(TrustClaim.HARDWARE);
    }
    if (CONFIGURATION.contains(code)) {
      return EnumSet.of(TrustClaim.CONFIGURATION);
    }
    if (code.startsWith("ima-")) {
      return EnumSet.of(TrustClaim.FILE_SYSTEM);
    }
    return FRESHNESS.contains(code) ? Set.of() : EnumSet.of(TrustClaim.EXECUTABLES);
  }

  /** The worst of the vector; contraindicated when the verdict is. */
  TrustTier status(boolean accepted) {
    TrustTier worst = accepted ? TrustTier.NONE : TrustTier.CONTRAINDICATED;
    for (int value : values.values()) {
      TrustTier tier = TrustTier.of(value);
      worst = tier.compareTo(worst) > 0 ? tier : worst;
    }
    return worst;
  }
}
