package dev.vmr.verify.quote.nitro;

import com.google.common.collect.ImmutableMap;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cose.CoseSign1;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import dev.vmr.verify.trust.CertificatePath;
import dev.vmr.verify.trust.Certificates;
import dev.vmr.verify.trust.EcKey;
import dev.vmr.verify.trust.QuoteContext;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies attestation documents of Nitro Enclaves and NitroTPM (docs/quotes.md, section 8). */
public final class NitroDocuments {
  private static final int ARRAY_OF_4 = 0x84;
  private static final int TAG_18 = 0xD2;

  private NitroDocuments() {}

  /** Whether the bytes begin like a COSE_Sign1: no other kind of quote is one as a whole. */
  public static boolean recognises(byte[] quote) {
    return quote.length > 2
        && ((quote[0] & 0xFF) == ARRAY_OF_4
            || ((quote[0] & 0xFF) == TAG_18 && (quote[1] & 0xFF) == ARRAY_OF_4));
  }

  /** Verifies a document that was recognised. */
  public static QuotedRegisters verify(byte[] quote, QuoteContext context) {
    CoseSign1 signed;
    UnverifiedDocument document;
    try {
      signed = CoseSign1.parse(quote);
    } catch (CborFormatException e) {
      return malformed("COSE_Sign1", e);
    }
    if (!signed.hasKnownAlgorithm()) {
      return QuotedRegisters.rejected(
          QuotedPlatform.NITRO,
          Finding.error("quote-version", "a signature of algorithm " + signed.claimedAlgorithm()));
    }
    try {
      document = new UnverifiedDocument(signed.claimedPayload());
    } catch (CborFormatException e) {
      return malformed("Nitro document", e);
    }
    return verify(signed, document, context.of(document.platform()));
  }

  private static QuotedRegisters malformed(String what, CborFormatException e) {
    return QuotedRegisters.rejected(
        QuotedPlatform.NITRO, new QuoteFormatException(what + ", " + e.getMessage()).finding());
  }

  private static QuotedRegisters verify(
      CoseSign1 signed, UnverifiedDocument document, QuoteContext context) {
    List<Finding> findings = new ArrayList<>();
    ImmutableMap.Builder<String, String> claims = ImmutableMap.builder();
    document.claims(claims);
    Optional<X509Certificate> leaf = Certificates.der(document.claimedCertificate());
    if (leaf.isEmpty()) {
      findings.add(Finding.error("certificate-missing", "document certificate: it cannot be read"));
    } else {
      Optional<EcKey> key = EcKey.of(leaf.get().getPublicKey());
      if (key.isEmpty() || !signed.isSignedBy(key.get())) {
        findings.add(
            Finding.error(
                "quote-signature", "the document is not signed by the certificate's key"));
      }
      List<X509Certificate> bundle = new ArrayList<>();
      for (byte[] each : document.claimedCaBundle()) {
        Certificates.der(each).ifPresent(bundle::add);
      }
      findings.addAll(
          CertificatePath.of("document certificate", leaf.get(), bundle, context).findings());
    }
    if (document.claimsDebug()) {
      findings.add(
          Finding.error(
              "debug-enabled", "the enclave is in debug mode: PCR0, PCR1 and PCR2 are zeros"));
    }
    if (document.hasMore()) {
      findings.add(
          new Finding(
              "claim-unknown",
              Finding.Severity.WARNING,
              null,
              "the document has members that are not known"));
    }
    return new QuotedRegisters(
        document.platform(),
        document.claimedRegisters(),
        document.claimedNonce().filter(each -> each.length > 0).map(QuotedValue::raw).orElse(null),
        claims.buildOrThrow(),
        findings);
  }
}
