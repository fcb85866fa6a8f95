package dev.vmr.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A CA in files (docs/manufacture.md, section 3). */
public final class AuthorityFiles {
  /** The certificate, in a folder of a CA. */
  public static final String CERTIFICATE = "ca-cert.pem";

  /** The key, in a folder of a CA. */
  public static final String KEY = "ca-key.pem";

  private static final int MAX_FILE = 1 << 20;

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
          .authority(
              CredentialFile.certificates(certificate, certificateFile),
              CredentialFile.key(key, keyFile),
              time);
    } catch (StackOverflowError e) { // Bouncy Castle descends as deep as the file goes
      throw new CredentialException(certificate + " or " + key + ": it is nested too deeply");
    }
  }

  /**
   * Whether a folder has a CA, or anything else.
   *
   * @throws IOException when it is no folder or cannot be read
   */
  public static boolean present(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }

  /**
   * Writes a new CA to a folder that is not there yet, or empty: both files or nothing. They are on
   * the disk when this returns.
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
      sync(fresh);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      sync(parent);
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
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The names in a folder are on the disk when it is. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
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
}
