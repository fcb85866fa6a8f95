package dev.vmr.credential;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** What a CA that was given must be (docs/manufacture.md, section 3). */
final class AuthorityCheck {
  private static final int LEAST_RSA_BITS = 2048;
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  private final String certificateName;
  private final String keyName;

  /** The names are those of the files, for messages. */
  AuthorityCheck(String certificateName, String keyName) {
    this.certificateName = certificateName;
    this.keyName = keyName;
  }

  /** A CA of these parts, that is valid at a time. */
  CertificateAuthority authority(
      List<X509CertificateHolder> certificates, PrivateKey key, Instant time)
      throws CredentialException {
    X509CertificateHolder own = certificates.get(0);
    mayCertify(own);
    if (!own.isValidOn(Date.from(time))) {
      throw refuse(
          "its certificate is valid from "
              + own.getNotBefore().toInstant()
              + " to "
              + own.getNotAfter().toInstant()
              + ", not at "
              + time);
    }
    PublicKey publicKey = publicKey(own);
    if (publicKey instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw refuse("its RSA key has " + rsa.getModulus().bitLength() + " bits, less than 2048");
    }
    String algorithm =
        CertificateAuthority.signatureAlgorithm(publicKey)
            .orElseThrow(() -> refuse("its key is neither RSA, EC, Ed25519 nor Ed448"));
    if (!matches(publicKey, key, algorithm)) {
      throw new CredentialException(
          keyName + ": it is not the key of the certificate in " + certificateName);
    }
    issuedInOrder(certificates);
    return new CertificateAuthority(certificates, key, algorithm);
  }

  private CredentialException refuse(String why) {
    return new CredentialException(certificateName + ": " + why);
  }

  private void mayCertify(X509CertificateHolder certificate) throws CredentialException {
    Extensions extensions = certificate.getExtensions();
    BasicConstraints constraints = null;
    KeyUsage usage = null;
    if (extensions != null) {
      try {
        constraints = BasicConstraints.fromExtensions(extensions);
        usage = KeyUsage.fromExtensions(extensions);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw refuse("its extensions are malformed");
      }
    }
    if (constraints == null || !constraints.isCA()) {
      throw refuse("its certificate is not that of a CA");
    }
    if (usage != null && !usage.hasUsages(KeyUsage.keyCertSign)) {
      throw refuse("its certificate does not allow it to sign certificates");
    }
  }

  private PublicKey publicKey(X509CertificateHolder certificate) throws CredentialException {
    try {
      return new JcaPEMKeyConverter()
          .setProvider(CertificateAuthority.PROVIDER)
          .getPublicKey(certificate.getSubjectPublicKeyInfo());
    } catch (PEMException e) {
      throw refuse("its key is neither RSA, EC, Ed25519 nor Ed448");
    }
  }

  private static boolean matches(PublicKey publicKey, PrivateKey key, String algorithm) {
    try {
      Signature signer = Signature.getInstance(algorithm, CertificateAuthority.PROVIDER);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm, CertificateAuthority.PROVIDER);
      verifier.initVerify(publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind
    }
  }

  private void issuedInOrder(List<X509CertificateHolder> certificates) throws CredentialException {
    for (int i = 1; i < certificates.size(); i++) {
      X509CertificateHolder issued = certificates.get(i - 1);
      X509CertificateHolder issuer = certificates.get(i);
      mayCertify(issuer);
      if (!issued.getIssuer().equals(issuer.getSubject()) || !signed(issued, issuer)) {
        throw refuse("certificate " + (i + 1) + " did not issue certificate " + i);
      }
    }
  }

  private static boolean signed(X509CertificateHolder issued, X509CertificateHolder issuer) {
    try {
      return issued.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(CertificateAuthority.PROVIDER)
              .build(issuer));
    } catch (CertException | OperatorCreationException | CertificateException e) {
      return false;
    }
  }
}
