package dev.vmr.verify.trust;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and revocation lists (RFC 5280) in DER or PEM, from anywhere. */
public final class Certificates {
  /** No certificate of this field has a quarter of that. */
  public static final int MAX_CERTIFICATE = 1 << 15;

  /** No revocation list of this field has a quarter of that. */
  public static final int MAX_CRL = 1 << 22;

  private static final int MAX_BLOCKS = 64;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END ([A-Z0-9 ]{1,40})-----");

  private Certificates() {}

  /** The blocks of that label in PEM text (RFC 7468), decoded; what is none is skipped. */
  public static List<byte[]> pemBlocks(byte[] text, String label) {
    List<byte[]> blocks = new ArrayList<>();
    if (text.length > MAX_CRL || indexOfDashes(text) < 0) {
      return blocks;
    }
    Matcher matcher = PEM.matcher(new String(text, StandardCharsets.ISO_8859_1));
    while (matcher.find() && blocks.size() < MAX_BLOCKS) {
      if (matcher.group(1).equals(label) && matcher.group(3).equals(label)) {
        base64(matcher.group(2)).ifPresent(blocks::add);
      }
    }
    return blocks;
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int indexOfDashes(byte[] text) {
    byte[] dashes = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    return Bytes.indexOf(text, dashes);
  }

  /** The certificates that a file holds: one in DER, or PEM; empty when it holds none. */
  public static List<X509Certificate> parse(byte[] file) {
    List<X509Certificate> certificates = new ArrayList<>();
    der(file).ifPresent(certificates::add);
    if (certificates.isEmpty()) {
      for (byte[] block : pemBlocks(file, "CERTIFICATE")) {
        der(block).ifPresent(certificates::add);
      }
    }
    return certificates;
  }

  /** The certificate that these bytes are, all of them. */
  public static Optional<X509Certificate> der(byte[] der) {
    if (der.length > MAX_CERTIFICATE || !isWhole(der)) {
      return Optional.empty();
    }
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return Arrays.equals(certificate.getEncoded(), der)
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException | RuntimeException e) {
      return Optional.empty(); // the JDK's parser throws what it likes at hostile bytes
    }
  }

  /**
   * Whether these bytes are one sequence whose length is stated: the JDK reads others, and goes
   * down a level of its stack for each sequence without a length in a sequence without one.
   */
  private static boolean isWhole(byte[] der) {
    if (der.length < 2 || der[0] != 0x30 || der[1] == (byte) 0x80) {
      return false;
    }
    int count = der[1] >= 0 ? 0 : der[1] & 0x7F;
    if (count > 4 || der.length < 2 + count) {
      return false;
    }
    long length = count == 0 ? der[1] : 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (der[2 + i] & 0xFF);
    }
    return length == der.length - 2L - count;
  }

  /** The revocation list that these bytes are, in DER or PEM. */
  public static Optional<X509CRL> crl(byte[] file) {
    if (file.length < 2 || file.length > MAX_CRL) {
      return Optional.empty();
    }
    List<byte[]> pem = file[0] == 0x30 ? List.of() : pemBlocks(file, "X509 CRL");
    byte[] der = pem.isEmpty() ? file : pem.get(0);
    if (!isWhole(der)) {
      return Optional.empty();
    }
    try {
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      return Arrays.equals(crl.getEncoded(), der) ? Optional.of(crl) : Optional.empty();
    } catch (CertificateException | CRLException | RuntimeException e) {
      return Optional.empty(); // as above
    }
  }
}
