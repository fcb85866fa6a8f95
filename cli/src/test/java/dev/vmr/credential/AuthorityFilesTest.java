package dev.vmr.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFilesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;

  /** What is in the two files. */
  private static final class Pair {
    private final byte[] certificate;
    private final byte[] key;

    Pair(byte[] certificate, byte[] key) {
      this.certificate = certificate;
      this.key = key;
    }
  }

  private CertificateAuthority read(Pair pair, Instant time) throws Exception {
    Path certificate = folder.resolve("cert");
    Path key = folder.resolve("key");
    Files.write(certificate, pair.certificate);
    Files.write(key, pair.key);
    return AuthorityFiles.read(certificate, key, time);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    CertificateAuthority made = CertificateAuthority.create(NOW);
    Path place = folder.resolve("new/ca");
    assertThat(AuthorityFiles.present(place)).isFalse();
    AuthorityFiles.write(made, place);
    assertThat(AuthorityFiles.present(place)).isTrue();
    Path key = place.resolve(AuthorityFiles.KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    CertificateAuthority read =
        AuthorityFiles.read(place.resolve(AuthorityFiles.CERTIFICATE), key, NOW);
    assertThat(read.certificate()).isEqualTo(made.certificate());
    assertThat(read.key()).isEqualTo(made.key());
    assertThat(read.chain()).as("a root is in no TPM").isEmpty();
    try (var entries = Files.list(folder.resolve("new"))) {
      assertThat(entries).containsExactly(place);
    }
    assertThatThrownBy(() -> AuthorityFiles.write(made, place))
        .as("never replaced")
        .isInstanceOf(IOException.class);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(AuthorityFiles.present(empty)).isFalse();
    AuthorityFiles.write(made, empty);
    assertThat(AuthorityFiles.present(empty)).isTrue();
    assertThat(Files.exists(key)).isTrue();
    try (var entries = Files.list(folder.resolve("new"))) {
      assertThat(entries).containsExactly(place);
    }
  }

  @Test
  void takesWhatACaMayBe() throws Exception {
    KeyPair rsa = TestCertificates.rsa(2048);
    KeyPair ec = TestCertificates.ec();
    X509CertificateHolder root = TestCertificates.root("root", rsa);
    X509CertificateHolder middle =
        TestCertificates.certificate("middle", ec, "root", rsa, true, KeyUsage.keyCertSign);
    X509CertificateHolder noUsage =
        TestCertificates.certificate("middle", ec, "root", rsa, true, 0);
    byte[] ecKey = TestCertificates.plain(ec);
    Map<Pair, Integer> valid = new LinkedHashMap<>();
    valid.put(new Pair(root.getEncoded(), TestCertificates.pem(rsa.getPrivate())), 0);
    valid.put(new Pair(TestCertificates.pem(root), TestCertificates.pem(rsa)), 0);
    valid.put(new Pair(TestCertificates.pem(middle), ecKey), 1);
    valid.put(new Pair(TestCertificates.pem(noUsage), ecKey), 1);
    valid.put(new Pair(TestCertificates.pem(middle, root), ecKey), 1);
    for (Map.Entry<Pair, Integer> each : valid.entrySet()) {
      assertThat(read(each.getKey(), NOW).chain()).hasSize(each.getValue());
    }
  }

  @Test
  void refusesWhatIsNoCa() throws Exception {
    KeyPair rsa = TestCertificates.rsa(2048);
    KeyPair ec = TestCertificates.ec();
    KeyPair weak = TestCertificates.rsa(1024);
    X509CertificateHolder root = TestCertificates.root("root", rsa);
    X509CertificateHolder other = TestCertificates.root("other", rsa);
    X509CertificateHolder middle =
        TestCertificates.certificate("middle", ec, "root", rsa, true, KeyUsage.keyCertSign);
    X509CertificateHolder leaf =
        TestCertificates.certificate("leaf", ec, "root", rsa, false, KeyUsage.digitalSignature);
    X509CertificateHolder signs =
        TestCertificates.certificate("signs", ec, "root", rsa, true, KeyUsage.digitalSignature);
    X509CertificateHolder forged =
        TestCertificates.certificate("middle", ec, "root", ec, true, KeyUsage.keyCertSign);
    byte[] certificate = TestCertificates.pem(root);
    byte[] key = TestCertificates.plain(rsa);
    byte[] ecKey = TestCertificates.plain(ec);
    byte[] nested = new byte[1 << 19];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    byte[] cut =
        new String(certificate, StandardCharsets.US_ASCII)
            .replaceFirst("\n[^\n]+\n", "\n")
            .getBytes(StandardCharsets.US_ASCII);

    Map<Pair, String> invalid = new LinkedHashMap<>();
    invalid.put(new Pair(certificate, ecKey), "key: it is not the key of the certificate in ");
    invalid.put(
        new Pair(certificate, TestCertificates.pem(TestCertificates.rsa(2048))),
        "key: it is not the key of the certificate in ");
    invalid.put(new Pair(new byte[0], key), "cert: there is no certificate in it");
    invalid.put(new Pair(key, key), "cert: there is no certificate in it");
    invalid.put(new Pair(cut, key), "cert: a certificate in it is malformed");
    invalid.put(new Pair(nested, key), "it is nested too deeply");
    invalid.put(
        new Pair(Bytes.concat(root.getEncoded(), new byte[1]), key),
        "cert: a certificate in it is malformed");
    invalid.put(new Pair(new byte[(1 << 20) + 1], key), "cert: it is larger than any");
    invalid.put(new Pair(certificate, new byte[0]), "key: there is no private key in PEM in it");
    invalid.put(new Pair(certificate, certificate), "key: there is no private key in PEM in it");
    invalid.put(
        new Pair(certificate, rsa.getPrivate().getEncoded()),
        "key: there is no private key in PEM in it");
    invalid.put(
        new Pair(certificate, TestCertificates.pem(rsa.getPublic())),
        "key: there is no private key in PEM in it");
    invalid.put(
        new Pair(certificate, TestCertificates.encrypted(rsa)), "key: its key is encrypted");
    invalid.put(
        new Pair(certificate, TestCertificates.encryptedTraditionally(rsa)),
        "key: its key is encrypted");
    invalid.put(
        new Pair(TestCertificates.pem(leaf), ecKey), "cert: its certificate is not that of a CA");
    invalid.put(
        new Pair(TestCertificates.pem(signs), ecKey),
        "cert: its certificate does not allow it to sign certificates");
    invalid.put(
        new Pair(
            TestCertificates.pem(TestCertificates.root("weak", weak)), TestCertificates.pem(weak)),
        "cert: its RSA key has 1024 bits");
    invalid.put(
        new Pair(TestCertificates.pem(middle, other), ecKey),
        "cert: certificate 2 did not issue certificate 1");
    invalid.put(
        new Pair(TestCertificates.pem(forged, root), ecKey),
        "cert: certificate 2 did not issue certificate 1");
    invalid.put(
        new Pair(TestCertificates.pem(root, middle), key),
        "cert: certificate 2 did not issue certificate 1");
    invalid.forEach(
        (pair, message) ->
            assertThatThrownBy(() -> read(pair, NOW))
                .as(message)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining(message));
  }

  @Test
  void refusesTheWrongTimeAndWhatIsNotThere() throws Exception {
    KeyPair ec = TestCertificates.ec();
    Pair pair =
        new Pair(
            TestCertificates.pem(TestCertificates.root("root", ec)), TestCertificates.plain(ec));
    assertThat(read(pair, TestCertificates.FROM).chain()).isEmpty();
    for (Instant time :
        new Instant[] {TestCertificates.FROM.minusSeconds(1), TestCertificates.TO.plusSeconds(1)}) {
      assertThatThrownBy(() -> read(pair, time))
          .hasMessageContaining("cert: its certificate is valid from 2025-01-01T00:00:00Z to ");
    }
    Path there = folder.resolve("cert");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> AuthorityFiles.read(nowhere, there, NOW))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> AuthorityFiles.read(there, nowhere, NOW))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> AuthorityFiles.read(there, folder, NOW))
        .hasMessageEndingWith(": it is a folder");
  }
}
