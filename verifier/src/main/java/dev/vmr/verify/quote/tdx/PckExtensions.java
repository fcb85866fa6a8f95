package dev.vmr.verify.quote.tdx;

import com.google.errorprone.annotations.Immutable;
import dev.vmr.verify.quote.wire.QuoteFormatException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * What Intel says about a platform in its PCK certificate (Intel SGX PCK Certificate and CRL
 * Profile Specification, section 1.3.5).
 */
@Immutable
final class PckExtensions {
  static final String OID = "1.2.840.113741.1.13.1";

  static final int COMPONENTS = 16;

  private static final int PCE_SVN = 17;

  private final String fmspc;
  private final String pceId;

  @SuppressWarnings("Immutable") // never written after construction
  private final int[] componentSvns;

  private final int pceSvn;

  private PckExtensions(String fmspc, String pceId, int[] componentSvns, int pceSvn) {
    this.fmspc = fmspc;
    this.pceId = pceId;
    this.componentSvns = componentSvns;
    this.pceSvn = pceSvn;
  }

  /**
   * Reads them.
   *
   * @throws QuoteFormatException when the certificate is not of a PCK
   */
  static PckExtensions of(X509Certificate certificate) throws QuoteFormatException {
    byte[] extension = certificate.getExtensionValue(OID);
    if (extension == null) {
      throw new QuoteFormatException("PCK certificate: it has no SGX extensions");
    }
    try {
      byte[] inner = ASN1OctetString.getInstance(extension).getOctets();
      Map<String, ASN1Encodable> all = pairs(ASN1Primitive.fromByteArray(inner), OID + ".");
      Map<String, ASN1Encodable> tcb = pairs(get(all, "2"), OID + ".2.");
      int[] svns = new int[COMPONENTS];
      for (int i = 0; i < COMPONENTS; i++) {
        svns[i] = number(get(tcb, String.valueOf(i + 1)), 255);
      }
      return new PckExtensions(
          hex(get(all, "4"), 6),
          hex(get(all, "3"), 2),
          svns,
          number(get(tcb, String.valueOf(PCE_SVN)), 65535));
    } catch (IOException | RuntimeException e) {
      throw new QuoteFormatException("PCK certificate: its SGX extensions cannot be read");
    }
  }

  private static Map<String, ASN1Encodable> pairs(ASN1Encodable sequence, String prefix) {
    Map<String, ASN1Encodable> pairs = new HashMap<>();
    for (ASN1Encodable each : ASN1Sequence.getInstance(sequence)) {
      ASN1Sequence pair = ASN1Sequence.getInstance(each);
      String oid = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)).getId();
      if (oid.startsWith(prefix)
          && pairs.put(oid.substring(prefix.length()), pair.getObjectAt(1)) != null) {
        throw new IllegalArgumentException("an extension twice");
      }
    }
    return pairs;
  }

  private static ASN1Encodable get(Map<String, ASN1Encodable> pairs, String key) {
    ASN1Encodable value = pairs.get(key);
    if (value == null) {
      throw new IllegalArgumentException("an extension is missing");
    }
    return value;
  }

  private static int number(ASN1Encodable value, int max) {
    int number = ASN1Integer.getInstance(value).intValueExact();
    if (number < 0 || number > max) {
      throw new IllegalArgumentException("a security version out of range");
    }
    return number;
  }

  private static String hex(ASN1Encodable value, int size) {
    byte[] bytes = ASN1OctetString.getInstance(value).getOctets();
    if (bytes.length != size) {
      throw new IllegalArgumentException("an identifier of another size");
    }
    return HexFormat.of().formatHex(bytes);
  }

  /** Family, model, stepping, platform and custom SKU: 6 bytes in lower-case hex. */
  String fmspc() {
    return fmspc;
  }

  /** 2 bytes in lower-case hex. */
  String pceId() {
    return pceId;
  }

  /** The 16 security versions of the platform's components. */
  int[] componentSvns() {
    return Arrays.copyOf(componentSvns, COMPONENTS);
  }

  int pceSvn() {
    return pceSvn;
  }
}
