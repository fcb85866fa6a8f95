package dev.vmr.credential;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** What a file of certificates or with a key holds. */
final class CredentialFile {
  private static final int MAX_CERTIFICATES = 16;
  private static final int SEQUENCE = 0x30;

  private CredentialFile() {}

  /**
   * The certificates, in their order: one in DER, or all in PEM.
   *
   * @throws CredentialException when there is none or too many, or one is malformed
   */
  static List<X509CertificateHolder> certificates(Path name, byte[] file)
      throws CredentialException {
    List<X509CertificateHolder> found = new ArrayList<>();
    try {
      if (file.length > 0 && file[0] == SEQUENCE) {
        found.add(new X509CertificateHolder(file));
      } else {
        PEMParser parser = parser(file);
        for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
          if (each instanceof X509CertificateHolder certificate) {
            found.add(certificate);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new CredentialException(name + ": a certificate in it is malformed");
    }
    if (found.isEmpty()) {
      throw new CredentialException(name + ": there is no certificate in it");
    }
    if (found.size() > MAX_CERTIFICATES) {
      throw new CredentialException(name + ": it holds more than 16 certificates");
    }
    return found;
  }

  /**
   * The first private key in PEM.
   *
   * @throws CredentialException when there is none, or it is encrypted or malformed
   */
  static PrivateKey key(Path name, byte[] file) throws CredentialException {
    PrivateKeyInfo info;
    try {
      info = firstKey(name, parser(file));
    } catch (IOException | RuntimeException e) {
      throw new CredentialException(name + ": the key in it is malformed");
    }
    if (info == null) {
      throw new CredentialException(name + ": there is no private key in PEM in it");
    }
    try {
      return new JcaPEMKeyConverter()
          .setProvider(CertificateAuthority.PROVIDER)
          .getPrivateKey(info);
    } catch (IOException | RuntimeException e) {
      throw new CredentialException(name + ": its key is of a kind that is not known here");
    }
  }

  private static @Nullable PrivateKeyInfo firstKey(Path name, PEMParser parser)
      throws IOException, CredentialException {
    for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
      if (each instanceof PKCS8EncryptedPrivateKeyInfo || each instanceof PEMEncryptedKeyPair) {
        throw new CredentialException(
            name + ": its key is encrypted; give it in clear, for instance by openssl pkey");
      }
      if (each instanceof PEMKeyPair pair) {
        return pair.getPrivateKeyInfo();
      }
      if (each instanceof PrivateKeyInfo info) {
        return info;
      }
    }
    return null;
  }

  private static PEMParser parser(byte[] file) {
    return new PEMParser(new StringReader(new String(file, StandardCharsets.ISO_8859_1)));
  }
}
