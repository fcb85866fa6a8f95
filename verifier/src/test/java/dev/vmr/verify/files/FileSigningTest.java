package dev.vmr.verify.files;

import static dev.vmr.verify.files.Lists.ascii;
import static dev.vmr.verify.files.Lists.digest;
import static dev.vmr.verify.files.Lists.path;
import static dev.vmr.verify.files.Lists.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.ima.signature.FileSignature;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.files.Lists.Appraised;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSigningTest {
  private static final String NOTHING = "{\"digests\": {}}";
  private static Signer rsa;
  private static Signer ec;

  @BeforeAll
  static void keys() throws Exception {
    rsa = Signer.rsa("the packager");
    ec = Signer.ec("another", "secp384r1");
  }

  private static String hex(String content) {
    return HashAlgorithm.SHA256.hash(ascii(content)).hex();
  }

  @Test
  void aSignatureMakesUpForADigestThatIsNotListed() throws Exception {
    Lists list = new Lists().signed("/a", "1", rsa.sign("1")).signed("/b", "2", ec.sign("2"));
    assertThat(list.appraise(NOTHING, rsa.key(), ec.key()).count(Outcome.SIGNED)).isEqualTo(2);
    assertThat(list.appraise(hex("1") + "  /x\n", rsa.key()).found())
        .containsExactly("error ima-file-unknown 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void everyCurveVerifies(String curve) throws Exception {
    Signer signer = Signer.ec("curve", curve);
    Lists list =
        new Lists().signed("/a", "1", signer.sign("1")).signed("/a", "2", signer.sign("1"));
    Appraised result = list.appraise(NOTHING, signer.key());
    assertThat(result.found()).containsExactly("error ima-signature-invalid 2");
    assertThat(result.count(Outcome.SIGNED)).isEqualTo(1);
  }

  @Test
  void aBadSignatureIsAWarningWhenTheDigestIsListed() throws Exception {
    Lists list = new Lists().signed("/a", "1", rsa.sign("2"));
    assertThat(list.appraise(hex("1") + "  /a\n", rsa.key()).found())
        .containsExactly("warning ima-signature-invalid 1");
    assertThat(list.appraise(hex("1") + "  /a\n").found()).isEmpty();
    assertThat(list.appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-signature-invalid 1");
  }

  @Test
  void everyBitOfASignatureCounts() throws Exception {
    byte[] good = ec.sign("1");
    for (int i = 0; i < good.length; i += 3) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Appraised result = new Lists().signed("/a", "1", bad).appraise(NOTHING, ec.key());
      assertThat(result.appraisal().accepted()).as("byte %d", i).isFalse();
    }
  }

  @Test
  void versionThreeSignsWhatKindOfDigestItIs() throws Exception {
    byte[] hash = sha256(ascii("1"));
    byte[] file = rsa.signVersion3(FileSignature.Type.FILE, hash);
    byte[] verity = rsa.signVersion3(FileSignature.Type.VERITY, hash);
    Appraised result =
        new Lists()
            .entry("ima-sig", digest("sha256", hash), path("/a"), file)
            .entry("ima-sigv2", digest("ima:sha256", hash), path("/a"), file)
            .entry("ima-sigv2", digest("verity:sha256", hash), path("/a"), verity)
            .entry("ima-sigv2", digest("verity:sha256", hash), path("/a"), file)
            .entry("ima-sigv2", digest("ima:sha256", hash), path("/a"), verity)
            .entry("ima-sigv2", digest("verity:sha256", sha256(hash)), path("/a"), verity)
            .appraise(NOTHING, rsa.key());
    assertThat(result.count(Outcome.SIGNED)).isEqualTo(3);
    assertThat(result.found())
        .containsExactly(
            "error ima-file-unknown 4",
            "error ima-file-unknown 5",
            "error ima-signature-invalid 6");
  }

  /** Type 6 and version 3 over a digest must not pass as version 2 over the same bytes. */
  @Test
  void aVersionIsNotTakenForAnother() throws Exception {
    byte[] signature = rsa.signVersion3(FileSignature.Type.FILE, sha256(ascii("1")));
    signature[1] = 2;
    assertThat(new Lists().signed("/a", "1", signature).appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-signature-invalid 1");
  }

  @Test
  void theAlgorithmOfTheSignatureIsThatOfTheDigest() throws Exception {
    byte[] signature = rsa.sign("1");
    signature[2] = 6;
    Appraised result = new Lists().signed("/a", "1", signature).appraise(NOTHING, rsa.key());
    assertThat(result.found()).containsExactly("error ima-file-unknown 1");
    assertThat(result.findings().get(0).text()).contains("by sha512, and the list has sha256");
  }

  private static String rule(String signers) {
    return ("{'vmr-ima-policy': 1, 'keys': {'distribution': '"
            + rsa.base64()
            + "'},"
            + " 'files': [{'glob': '/**', 'signed-by': ["
            + signers
            + "]}]}")
        .replace('\'', '"');
  }

  @Test
  void aRuleSaysWhoseSignatureItNeeds() throws Exception {
    byte[] version1 = rsa.sign("1");
    version1[1] = 1;
    Lists list =
        new Lists()
            .signed("/a", "1", rsa.sign("1"))
            .signed("/a", "1", ec.sign("1"))
            .signed("/a", "1", rsa.sign("2"))
            .signed("/a", "1", new byte[0])
            .signed("/a", "1", version1)
            .file("/a", "1");
    assertThat(list.appraise(rule("'distribution'"), ec.key()).found())
        .containsExactly(
            "error ima-signature-key 2",
            "error ima-signature-invalid 3",
            "error ima-signature-missing 4",
            "error ima-signature-unsupported 5",
            "error ima-signature-missing 6");
    assertThat(list.appraise(rule("'any'"), ec.key()).count(Outcome.SIGNED)).isEqualTo(2);
    assertThat(list.appraise(rule("'any'")).found())
        .contains("error ima-signature-key 2")
        .hasSize(5);
  }

  @Test
  void keysOfAKeylimePolicyAreNamedByIdentifier() throws Exception {
    String keys = "{\\\"pubkeys\\\": [\\\"" + rsa.base64() + "\\\"]%s}";
    String policy = "{\"digests\": {}, \"verification-keys\": \"" + keys + "\"}";
    Lists list = new Lists().signed("/a", "1", rsa.sign("1"));
    assertThat(list.appraise(policy.formatted("")).found()).isEmpty();
    byte[] renamed = rsa.sign("1");
    ByteBuffer.wrap(renamed).putInt(3, 0x01020304);
    Lists other = new Lists().signed("/a", "1", renamed);
    assertThat(other.appraise(policy.formatted("")).found())
        .containsExactly("error ima-file-unknown 1");
    assertThat(other.appraise(policy.formatted(", \\\"keyids\\\": [" + 0x01020304 + "]")).found())
        .isEmpty();
  }

  private static String keyring(String digest, String more) {
    return ("{'digests': {}, 'keyrings': {'.ima': ['" + digest + "']}" + more + "}")
        .replace('\'', '"');
  }

  @Test
  void aKeyThatIsListedIsBelievedFromThereOn() throws Exception {
    byte[] der = rsa.der();
    String listed = HashAlgorithm.SHA256.hash(der).hex();
    Lists list =
        new Lists()
            .signed("/before", "1", rsa.sign("1"))
            .buffer(".ima", der)
            .signed("/behind", "1", rsa.sign("1"));
    Appraised result = list.appraise(keyring(listed, ""));
    assertThat(result.found()).containsExactly("error ima-file-unknown 1");
    assertThat(result.count(Outcome.KEY)).isEqualTo(1);
    assertThat(list.appraise(keyring(hex("another"), "")).found())
        .containsExactly(
            "error ima-file-unknown 1", "error ima-key-differs 2", "error ima-file-unknown 3");
    assertThat(list.appraise(NOTHING).found()).contains("error ima-key-unknown 2");
    for (String ring : List.of(".ima", "*")) {
      String ignored = ", 'ima': {'ignored_keyrings': ['" + ring + "']}";
      assertThat(list.appraise(keyring(listed, ignored)).found())
          .containsExactly("error ima-file-unknown 1", "error ima-file-unknown 3");
    }
    String excluded = ", 'excludes': ['\\\\.ima']";
    assertThat(list.appraise(keyring(listed, excluded)).found())
        .containsExactly("error ima-file-unknown 1", "error ima-file-unknown 3");
  }

  private static byte[] number(int value, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    return java.util.Arrays.copyOf(bytes.array(), size);
  }

  /** An entry evm-sig of a file with content 1, whose attributes were signed with mode 0644. */
  private Lists attributes(byte[] ima, int mode) throws Exception {
    byte[] label = ascii("label\0");
    byte[] inode = new byte[24];
    System.arraycopy(number(1000, 4), 0, inode, 12, 4);
    System.arraycopy(number(100, 4), 0, inode, 16, 4);
    System.arraycopy(number(0100644, 2), 0, inode, 20, 2);
    byte[] signature = rsa.sign(5, Lists.concat(label, ima, inode));
    return new Lists()
        .entry(
            "evm-sig",
            digest("sha256", sha256(ascii("1"))),
            path("/a"),
            signature,
            ascii("security.selinux|security.ima\0"),
            Lists.concat(number(label.length, 4), number(ima.length, 4)),
            Lists.concat(label, ima),
            number(1000, 4),
            number(100, 4),
            number(mode, 2));
  }

  private static byte[] imaDigest(String content) {
    return Lists.concat(new byte[] {4, 4}, sha256(ascii(content)));
  }

  @Test
  void signedAttributesProveTheFileThatTheyName() throws Exception {
    assertThat(attributes(imaDigest("1"), 0100644).appraise(NOTHING, rsa.key()).found()).isEmpty();
    assertThat(attributes(rsa.sign("1"), 0100644).appraise(NOTHING, rsa.key()).found()).isEmpty();
    assertThat(attributes(imaDigest("2"), 0100644).appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-signature-invalid 1");
    assertThat(attributes(rsa.sign("2"), 0100644).appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-signature-invalid 1");
    assertThat(attributes(imaDigest("1"), 0104755).appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-signature-invalid 1");
    assertThat(attributes(imaDigest("1"), 0100644).appraise(NOTHING).found())
        .containsExactly("error ima-file-unknown 1");
  }

  @Test
  void aSignatureOfAttributesInTheFieldOfFilesIsNotVerified() throws Exception {
    Lists list = new Lists().signed("/a", "1", rsa.sign(5, ascii("1")));
    assertThat(list.appraise(NOTHING, rsa.key()).found())
        .containsExactly("error ima-file-unknown 1");
  }
}
