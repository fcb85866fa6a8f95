package dev.vmr.verify.quote.snp;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * What AMD says about a chip, or a fleet, in the certificate of its VCEK or VLEK (AMD 57230,
 * chapter 3).
 */
record EndorsementKey(X509Certificate certificate) {
  private static final String OID = "1.3.6.1.4.1.3704.1.";
  private static final String PRODUCT = OID + "2";
  private static final String HARDWARE_ID = OID + "4";
  private static final String CSP_ID = OID + "5";
  private static final int TURIN_FAMILY = 0x1A;

  /** Security versions in the order of a TCB version's bytes: Milan, Genoa and their like. */
  private static final String[] TCB = {"3.1", "3.2", "3.4", "3.5", "3.6", "3.7", "3.3", "3.8"};

  /** As of Turin, whose first byte is that of the firmware of the chip's first core. */
  private static final String[] TURIN_TCB = {
    "3.9", "3.1", "3.2", "3.3", "3.5", "3.6", "3.7", "3.8"
  };

  /** Whether a certificate is of such a key. */
  static boolean isOne(X509Certificate certificate) {
    return certificate.getExtensionValue(PRODUCT) != null;
  }

  boolean isVlek() {
    return certificate.getExtensionValue(CSP_ID) != null;
  }

  /** The product that the certificate names: {@code Milan-B0}. */
  Optional<String> product() {
    return value(PRODUCT)
        .filter(ASN1IA5String.class::isInstance)
        .map(each -> ((ASN1IA5String) each).getString());
  }

  /**
   * Whether the certificate is for the TCB version that a report states, byte by byte.
   *
   * @param family of the processor; 0 when the report does not say
   */
  boolean isForTcb(byte[] reported, int family) {
    boolean turin =
        family == 0
            ? product().map(name -> name.startsWith("Turin")).orElse(false)
            : family >= TURIN_FAMILY;
    String[] order = turin ? TURIN_TCB : TCB;
    for (int i = 0; i < order.length; i++) {
      Optional<Integer> svn = number(OID + order[i]);
      boolean reserved = i >= (turin ? 4 : 2) && i <= (turin ? 6 : 5);
      if (svn.isEmpty() ? !reserved || reported[i] != 0 : svn.get() != (reported[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the certificate is for that chip; what a chip hides cannot be compared. */
  boolean isForChip(byte[] chipId) {
    byte[] extension = certificate.getExtensionValue(HARDWARE_ID);
    if (extension == null) {
      return false;
    }
    byte[] id = ASN1OctetString.getInstance(extension).getOctets();
    // 64 bytes as they are; Turin has 8, and zeros in the report behind them.
    return (id.length == 64 || id.length == 8)
        && Arrays.equals(Arrays.copyOf(id, chipId.length), chipId);
  }

  private Optional<Integer> number(String oid) {
    return value(oid)
        .filter(ASN1Integer.class::isInstance)
        .map(each -> (ASN1Integer) each)
        .filter(each -> each.hasValue(each.getValue().intValue()))
        .map(each -> each.getValue().intValue());
  }

  private Optional<ASN1Primitive> value(String oid) {
    byte[] extension = certificate.getExtensionValue(oid);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(extension).getOctets()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // no DER, so no value
    }
  }
}
