package dev.vmr.verify.quote.tdx;

import com.google.common.collect.ImmutableList;
import dev.vmr.verify.trust.Certificates;
import dev.vmr.verify.trust.Endorsements;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The certificates that a quote brings, or that lie beside it (docs/quotes.md, section 5.3); none
 * is believed yet.
 */
record PckChain(Optional<X509Certificate> leaf, List<X509Certificate> certificates) {
  private static final int PEM_CHAIN = 5;
  private static final int MAX_CERTIFICATES = 8;

  PckChain {
    certificates = ImmutableList.copyOf(certificates);
  }

  static PckChain of(QuoteSignature signature, Endorsements endorsements) {
    List<X509Certificate> brought = new ArrayList<>();
    if (signature.claimedCertificationType() == PEM_CHAIN) {
      byte[] data = signature.claimedCertificationData();
      brought.addAll(Certificates.parse(data));
      if (brought.isEmpty()) {
        brought.addAll(derChain(data));
      }
    }
    List<X509Certificate> all = new ArrayList<>(brought);
    all.addAll(endorsements.certificates());
    Optional<X509Certificate> leaf =
        all.stream().filter(each -> each.getExtensionValue(PckExtensions.OID) != null).findFirst();
    return new PckChain(leaf.filter(PckChain::isLeaf), brought);
  }

  private static boolean isLeaf(X509Certificate certificate) {
    return certificate.getBasicConstraints() < 0;
  }

  /** Certificates in DER, one after the other, as some writers have it. */
  private static List<X509Certificate> derChain(byte[] data) {
    List<X509Certificate> certificates = new ArrayList<>();
    int at = 0;
    while (at + 4 <= data.length && certificates.size() < MAX_CERTIFICATES) {
      int length = 4 + ((data[at + 2] & 0xFF) << 8 | (data[at + 3] & 0xFF));
      if (data[at] != 0x30 || data[at + 1] != (byte) 0x82 || length > data.length - at) {
        break;
      }
      Certificates.der(Arrays.copyOfRange(data, at, at + length)).ifPresent(certificates::add);
      at += length;
    }
    return certificates;
  }
}
