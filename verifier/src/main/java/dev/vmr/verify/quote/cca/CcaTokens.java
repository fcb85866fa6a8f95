package dev.vmr.verify.quote.cca;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Verifies CCA tokens (docs/quotes.md, section 9). */
public final class CcaTokens {
  private static final byte[] TAG_399 = {(byte) 0xD9, 0x01, (byte) 0x8F};
  private static final byte[] TAG_907 = {(byte) 0xD9, 0x03, (byte) 0x8B};
  private static final byte[] UNTAGGED = {(byte) 0xA2, 0x19, (byte) 0xAC, (byte) 0xCA};

  private CcaTokens() {}

  /** Whether the bytes begin like one. */
  public static boolean recognises(byte[] quote) {
    return begins(quote, TAG_399) || begins(quote, TAG_907) || begins(quote, UNTAGGED);
  }

  private static boolean begins(byte[] quote, byte[] head) {
    return quote.length > head.length && Arrays.equals(quote, 0, head.length, head, 0, head.length);
  }

  /** Verifies a token that was recognised. */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    try {
      UnverifiedCcaToken token = UnverifiedCcaToken.parse(quote);
      RealmClaims realm;
      PlatformClaims platform;
      try {
        realm = new RealmClaims(token.realm().claimedPayload());
      } catch (CborFormatException e) {
        throw new QuoteFormatException("realm token, " + e.getMessage());
      }
      try {
        platform = new PlatformClaims(token.platform().claimedPayload());
        return verify(token, realm, platform, context.of(QuotedPlatform.CCA));
      } catch (CborFormatException e) {
        throw new QuoteFormatException("platform token, " + e.getMessage());
      }
    } catch (QuoteFormatException e) {
      return QuotedRegisters.rejected(QuotedPlatform.CCA, e.finding());
    }
  }

  private static QuotedRegisters verify(
      UnverifiedCcaToken token, RealmClaims realm, PlatformClaims platform, QuoteContext context)
      throws CborFormatException {
    List<Finding> findings = new ArrayList<>();
    Optional<EcKey> rak = realm.claimedRak();
    if (rak.isEmpty() || !token.realm().isSignedBy(rak.get())) {
      findings.add(
          Finding.error("quote-signature", "the realm token is not signed by the key in it"));
    }
    byte[] bound = realm.claimedRakHash().hash(realm.claimedRakBytes()).toByteArray();
    if (!Arrays.equals(bound, platform.claimedChallenge())) {
      findings.add(
          Finding.error(
              "key-binding", "the platform token does not hold the realm's attestation key"));
    }
    platformKey(token, context).ifPresent(findings::add);
    if (platform.claimsDebug()) {
      findings.add(Finding.error("debug-enabled", "the platform's life cycle is one of debug"));
    } else if (!platform.isSecured()) {
      findings.add(
          Finding.error("platform-lifecycle", "the platform's life cycle is not 'secured'"));
    }
    if (!realm.isConsistent()) {
      findings.add(
          new Finding(
              "claim-inconsistent",
              Finding.Severity.WARNING,
              null,
              "the measurements have another size than the stated algorithm"));
    }
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    realm.claims(claims);
    platform.claims(claims);
    return new QuotedRegisters(
        QuotedPlatform.CCA,
        realm.claimedRegisters(),
        QuotedValue.raw(realm.claimedChallenge()),
        claims.buildOrThrow(),
        findings);
  }

  /** What is wrong with the platform token's signature. */
  private static Optional<Finding> platformKey(UnverifiedCcaToken token, QuoteContext context) {
    List<PublicKey> keys = context.anchors().keys();
    for (PublicKey key : keys) {
      if (EcKey.of(key).map(token.platform()::isSignedBy).orElse(false)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        keys.isEmpty()
            ? Finding.error(
                "key-untrusted", "there is no platform key (CPAK) to check the platform token with")
            : Finding.error(
                "platform-signature",
                "the platform token is not signed by a key that is believed"));
  }
}
