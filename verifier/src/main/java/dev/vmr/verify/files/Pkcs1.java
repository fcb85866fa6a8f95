package dev.vmr.verify.files;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/** RSASSA-PKCS1-v1_5 of a digest that is known already (RFC 8017, section 8.2). */
final class Pkcs1 {
  private static final Map<String, String> OIDS =
      Map.ofEntries(
          Map.entry("md5", "1.2.840.113549.2.5"),
          Map.entry("sha1", "1.3.14.3.2.26"),
          Map.entry("rmd160", "1.3.36.3.2.1"),
          Map.entry("sha224", "2.16.840.1.101.3.4.2.4"),
          Map.entry("sha256", "2.16.840.1.101.3.4.2.1"),
          Map.entry("sha384", "2.16.840.1.101.3.4.2.2"),
          Map.entry("sha512", "2.16.840.1.101.3.4.2.3"),
          Map.entry("sm3", "1.2.156.10197.1.401"),
          Map.entry("sha3-256", "2.16.840.1.101.3.4.2.8"),
          Map.entry("sha3-384", "2.16.840.1.101.3.4.2.9"),
          Map.entry("sha3-512", "2.16.840.1.101.3.4.2.10"));

  private Pkcs1() {}

  /** Whether an object identifier is that of a hash algorithm, by the kernel's name of it. */
  static boolean isIdentifierOf(String oid, String hash) {
    return oid.equals(OIDS.get(hash));
  }

  static boolean verifies(RSAKeyParameters key, String hash, byte[] digest, byte[] signature) {
    BigInteger modulus = key.getModulus();
    int size = (modulus.bitLength() + 7) / 8;
    BigInteger value = new BigInteger(1, signature);
    String oid = OIDS.get(hash);
    if (oid == null || signature.length != size || value.compareTo(modulus) >= 0) {
      return false;
    }
    byte[] expected = encoded(oid, digest, size);
    BigInteger opened = value.modPow(key.getExponent(), modulus);
    return expected.length == size && opened.equals(new BigInteger(1, expected));
  }

  /** {@code 00 01 ff … ff 00 DigestInfo}; nothing when there is no room for it. */
  private static byte[] encoded(String oid, byte[] digest, int size) {
    byte[] info;
    try {
      info =
          new DigestInfo(
                  new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), DERNull.INSTANCE), digest)
              .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("it is written to memory", e);
    }
    int padding = size - info.length - 3;
    if (padding < 8) {
      return new byte[0];
    }
    byte[] encoded = new byte[size];
    Arrays.fill(encoded, 2, 2 + padding, (byte) 0xFF);
    encoded[1] = 1;
    System.arraycopy(info, 0, encoded, 3 + padding, info.length);
    return encoded;
  }
}
