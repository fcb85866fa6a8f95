package dev.vmr.verify.files;

import dev.vmr.verify.trust.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/** Keys in the forms in which they are kept: certificates and public keys, DER or PEM. */
public final class KeyFiles {
  private KeyFiles() {}

  /**
   * The keys of a file.
   *
   * @param name under which they are spoken of
   * @return empty when it holds none that files are signed with
   */
  public static List<SigningKey> parse(String name, byte[] file) {
    List<SigningKey> keys = new ArrayList<>();
    for (byte[] block : Certificates.pemBlocks(file, "CERTIFICATE")) {
      certificate(name, block).ifPresent(keys::add);
    }
    for (byte[] block : Certificates.pemBlocks(file, "PUBLIC KEY")) {
      SigningKey.ofInfo(name, block).ifPresent(keys::add);
    }
    for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      for (byte[] block : Certificates.pemBlocks(file, label)) {
        PrivateKeys.publicHalf(name, block).ifPresent(keys::add);
      }
    }
    if (keys.isEmpty()) {
      certificate(name, file).or(() -> SigningKey.ofInfo(name, file)).ifPresent(keys::add);
    }
    return keys;
  }

  /** The keys of a text: PEM, or DER in Base64. */
  static List<SigningKey> parseText(String name, String text) {
    if (text.startsWith("-----")) {
      return parse(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }
    try {
      return parse(name, Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /** Whether bytes are a key, of whatever kind: a certificate or a SubjectPublicKeyInfo in DER. */
  static boolean isKey(byte[] der) {
    return DerValue.decode(der)
        .map(decoded -> isCertificate(decoded) || isInfo(decoded))
        .orElse(false);
  }

  private static boolean isCertificate(ASN1Primitive decoded) {
    try {
      return Certificate.getInstance(decoded).getSubjectPublicKeyInfo() != null;
    } catch (RuntimeException e) {
      return false; // what Bouncy Castle throws at what is no certificate
    }
  }

  private static boolean isInfo(ASN1Primitive decoded) {
    try {
      return org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(decoded)
              .getAlgorithm()
              .getAlgorithm()
          != null;
    } catch (RuntimeException e) {
      return false; // as above
    }
  }

  /** The key of a certificate; identified by it, and by what is made of the key. */
  static Optional<SigningKey> certificate(String name, byte[] der) {
    try {
      Optional<ASN1Primitive> decoded = DerValue.decode(der);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      Certificate certificate = Certificate.getInstance(decoded.get());
      ASN1Sequence issuerAndSerial =
          new DERSequence(
              new ASN1Encodable[] {certificate.getIssuer(), certificate.getSerialNumber()});
      String byCertificate = SigningKey.id(issuerAndSerial);
      Optional<SigningKey> key =
          SigningKey.of(name, certificate.getSubjectPublicKeyInfo())
              .map(each -> each.under(byCertificate));
      Optional<String> id = subjectKeyIdentifier(certificate);
      return id.isPresent() ? key.map(each -> each.under(SigningKey.id(id.get()))) : key;
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // as above
    }
  }

  private static Optional<String> subjectKeyIdentifier(Certificate certificate) {
    Extensions extensions = certificate.getTBSCertificate().getExtensions();
    Extension extension =
        extensions == null ? null : extensions.getExtension(Extension.subjectKeyIdentifier);
    if (extension == null) {
      return Optional.empty();
    }
    Optional<ASN1Primitive> value = DerValue.decode(extension.getExtnValue().getOctets());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    byte[] id = ASN1OctetString.getInstance(value.get()).getOctets();
    return id.length < 4 ? Optional.empty() : Optional.of(HexFormat.of().formatHex(id));
  }
}
