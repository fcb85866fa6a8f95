package dev.vmr.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** A CA in files (docs/manufacture.md, section 3). */
public final class AuthorityFiles {
  /** The certificate, in a folder of a CA. */
  public static final String CERTIFICATE = "ca-cert.pem";

  /** The key, in a folder of a CA. */
  public static final String KEY = "ca-key.pem";

  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_CERTIFICATES = 16;
  private static final int SEQUENCE = 0x30;

  private AuthorityFiles() {}

  /**
   * The CA that is in two files.
   *
   * @param time when it must be valid
   * @throws IOException a file cannot be read
   * @throws CredentialException a file is not what it should be
   */
  public static CertificateAuthority read(Path certificate, Path key, Instant time)
      throws IOException, CredentialException {
    return authority(certificate, bytes(certificate), key, bytes(key), time);
  }

  static CertificateAuthority authority(
      Path certificate, byte[] certificateFile, Path key, byte[] keyFile, Instant time)
      throws CredentialException {
    try {
      return new AuthorityCheck(certificate.toString(), key.toString())
          .authority(certificates(certificate, certificateFile), key(key, keyFile), time);
    } catch (StackOverflowError e) { // Bouncy Castle descends as deep as the file goes
      throw new CredentialException(certificate + " or " + key + ": it is nested too deeply");
    }
  }

  /**
   * Writes a new CA to a folder that is not there yet: both files or nothing.
   *
   * @throws IOException when it is not written
   */
  public static void write(CertificateAuthority authority, Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(folder + " is no place for a CA");
    }
    Files.createDirectories(
        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh = Files.createTempDirectory(parent, ".ek-ca-");
    try {
      write(fresh.resolve(KEY), "rw-------", "PRIVATE KEY", authority.key().getEncoded());
      write(
          fresh.resolve(CERTIFICATE),
          "rw-r--r--",
          "CERTIFICATE",
          authority.certificate().getEncoded());
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh.resolve(KEY));
      Files.deleteIfExists(fresh.resolve(CERTIFICATE));
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path file, String mode, String label, byte[] content)
      throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, content));
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static byte[] bytes(Path file) throws IOException, CredentialException {
    if (Files.isDirectory(file)) {
      throw new CredentialException(file + ": it is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw new CredentialException(file + ": it is larger than any key or certificate");
      }
      return bytes;
    }
  }

  private static List<X509CertificateHolder> certificates(Path name, byte[] file)
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

  private static PrivateKey key(Path name, byte[] file) throws CredentialException {
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
