package dev.vmr.tests.corpora;

import com.google.common.primitives.Bytes;
import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaEntry;
import dev.vmr.register.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** What is compared of an entry of a list: the reader reads the next one into the same bytes. */
@SuppressWarnings("ArrayRecordComponent") // lives as long as the test
record KeptEntry(
    int pcr,
    Digest templateDigest,
    boolean right,
    boolean opaque,
    Optional<String> path,
    Optional<FileDigest> fileDigest,
    Optional<byte[]> signature) {
  private static final byte[] SHA256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  static KeptEntry of(ImaEntry entry) {
    return new KeptEntry(
        entry.pcr(),
        entry.templateDigest(),
        entry.opaque() || entry.digestIsOfData(),
        entry.opaque() && !entry.violation(),
        entry.path(),
        entry.fileDigest(),
        entry.signature());
  }

  /** Version 2 of IMA's signatures: 03 02, hash, key id of 4 bytes, size of 2, PKCS #1 v1.5. */
  boolean isSignedBy(Path pem) throws IOException, GeneralSecurityException {
    String text = Files.readString(pem, StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]*-----", ""));
    PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    Signature check = Signature.getInstance("NONEwithRSA");
    check.initVerify(key);
    check.update(Bytes.concat(SHA256_INFO, fileDigest.orElseThrow().toByteArray()));
    byte[] whole = signature.orElseThrow();
    byte[] bare = Arrays.copyOfRange(whole, 9, whole.length);
    return bare.length == 256 && check.verify(bare);
  }
}
