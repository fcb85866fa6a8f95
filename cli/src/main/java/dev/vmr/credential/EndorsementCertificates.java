package dev.vmr.credential;

import dev.vmr.tpm.endorsement.EndorsementKey;
import dev.vmr.tpm.endorsement.ManufacturedTpm.Certifier;
import dev.vmr.tpm.endorsement.TpmIdentity;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.Attribute;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;

/** Certificates for endorsement keys (docs/manufacture.md, section 2). */
public final class EndorsementCertificates implements Certifier {
  private static final ASN1ObjectIdentifier TCG = new ASN1ObjectIdentifier("2.23.133");
  private static final ASN1ObjectIdentifier MANUFACTURER = TCG.branch("2.1");
  private static final ASN1ObjectIdentifier MODEL = TCG.branch("2.2");
  private static final ASN1ObjectIdentifier VERSION = TCG.branch("2.3");
  private static final ASN1ObjectIdentifier SPECIFICATION = TCG.branch("2.16");
  private static final ASN1ObjectIdentifier EK_CERTIFICATE = TCG.branch("8.1");

  private final CertificateAuthority authority;
  private final Terms terms;
  private final UnaryOperator<TpmIdentity> identity;

  /**
   * What a certificate says beside the key.
   *
   * @param from when it begins to be valid
   * @param days for how long; empty for ever
   * @param subject who has the TPM; may be empty
   * @param authorityUrl where the CA's certificate is
   */
  public record Terms(
      Instant from, Optional<Integer> days, X500Name subject, Optional<String> authorityUrl) {}

  /**
   * Certificates by that CA.
   *
   * @param identity what is said in the place of what the TPM says that it is
   */
  public EndorsementCertificates(
      CertificateAuthority authority, Terms terms, UnaryOperator<TpmIdentity> identity) {
    this.authority = authority;
    this.terms = terms;
    this.identity = identity;
  }

  @Override
  public byte[] certify(EndorsementKey key, TpmIdentity tpm) throws IOException {
    SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded());
    Instant end = terms.days().map(days -> terms.from().plus(days, ChronoUnit.DAYS)).orElse(null);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            authority.certificate().getSubject(),
            CertificateAuthority.serial(),
            new Time(Date.from(terms.from())),
            end == null ? CertificateAuthority.NEVER : new Time(Date.from(end)),
            terms.subject(),
            publicKey);
    boolean nameless = terms.subject().size() == 0;
    builder.addExtension(
        Extension.subjectAlternativeName, nameless, alternativeName(identity.apply(tpm)));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, usage(key));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(KeyPurposeId.getInstance(EK_CERTIFICATE)));
    builder.addExtension(
        Extension.subjectDirectoryAttributes, false, specification(tpm.specification()));
    try {
      addIdentifiers(builder, publicKey);
      return builder.build(authority.signer()).getEncoded();
    } catch (OperatorCreationException | NoSuchAlgorithmException e) {
      throw new IOException("no certificate is made: " + e.getMessage(), e);
    }
  }

  private void addIdentifiers(X509v3CertificateBuilder builder, SubjectPublicKeyInfo publicKey)
      throws IOException, NoSuchAlgorithmException {
    JcaX509ExtensionUtils utilities = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(
            utilities.createAuthorityKeyIdentifier(authority.certificate()).getKeyIdentifier()));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(publicKey));
    if (terms.authorityUrl().isPresent()) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(
              AccessDescription.id_ad_caIssuers,
              new GeneralName(GeneralName.uniformResourceIdentifier, terms.authorityUrl().get())));
    }
  }

  private static KeyUsage usage(EndorsementKey key) {
    return new KeyUsage(
        switch (key.template()) {
          case RSA_2048 -> KeyUsage.keyEncipherment;
          case ECC_P256, ECC_P384 -> KeyUsage.keyAgreement;
        });
  }

  private static GeneralNames alternativeName(TpmIdentity tpm) {
    RDN[] names = {
      name(MANUFACTURER, tpm.manufacturer()), name(MODEL, tpm.model()), name(VERSION, tpm.version())
    };
    return new GeneralNames(new GeneralName(new X500Name(names)));
  }

  private static RDN name(ASN1ObjectIdentifier type, String value) {
    return new RDN(new AttributeTypeAndValue(type, new DERUTF8String(value)));
  }

  /** One attribute, whose value is the sequence of family, level and revision. */
  private static DERSequence specification(TpmIdentity.Specification version) {
    ASN1EncodableVector value = new ASN1EncodableVector();
    value.add(new DERUTF8String(version.family()));
    value.add(new ASN1Integer(version.level()));
    value.add(new ASN1Integer(version.revision()));
    return new DERSequence(new Attribute(SPECIFICATION, new DERSet(new DERSequence(value))));
  }

  /** The serial number of a certificate in DER, in hexadecimal. */
  public static String serial(byte[] certificate) throws IOException {
    return new X509CertificateHolder(certificate).getSerialNumber().toString(16);
  }

  @Override
  public List<byte[]> chain() throws IOException {
    return authority.chain();
  }
}
