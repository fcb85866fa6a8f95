package dev.vmr.verify.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustTest {
  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] fixed(BigInteger value, int size) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[size];
    int from = Math.max(0, bytes.length - size);
    System.arraycopy(bytes, from, fixed, size - (bytes.length - from), bytes.length - from);
    return fixed;
  }

  /** The JDK signs, we verify. */
  @ParameterizedTest
  @CsvSource({
    "secp256r1, P256, SHA256",
    "secp384r1, P384, SHA384",
    "secp521r1, P521, SHA512",
  })
  void verifiesWhatTheJdkSigns(String name, EcCurve curve, HashAlgorithm hash) throws Exception {
    KeyPair pair = ec(name);
    byte[] data = "data".getBytes(StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance(hash + "withECDSAinP1363Format");
    signer.initSign(pair.getPrivate());
    signer.update(data);
    byte[] signature = signer.sign();
    EcKey key = EcKey.of(pair.getPublic()).orElseThrow();
    assertThat(key.curve()).isEqualTo(curve);
    assertThat(key.toDer()).isEqualTo(pair.getPublic().getEncoded());
    assertThat(key.toPublicKey()).isEqualTo(pair.getPublic());
    assertThat(key.verifies(hash, data, signature)).isTrue();
    signature[signature.length - 1] ^= 1;
    assertThat(key.verifies(hash, data, signature)).isFalse();
    assertThat(key.verifies(hash, data, new byte[2 * curve.size()])).isFalse();
    byte[] order = new byte[2 * curve.size()];
    Arrays.fill(order, (byte) 0xFF);
    assertThat(key.verifies(hash, data, order)).isFalse();
    assertThat(key.verifies(hash, data, new byte[0])).isFalse();
  }

  @Test
  void aPointMustBeOnItsCurve() {
    assertThat(EcKey.of(EcCurve.P256, new byte[64])).isEmpty();
    byte[] off = new byte[64];
    off[31] = 1;
    off[63] = 1;
    assertThat(EcKey.of(EcCurve.P256, off)).isEmpty();
    assertThat(EcKey.of(EcCurve.P256, new byte[63])).isEmpty();
    assertThat(EcKey.ofUncompressed(EcCurve.P256, new byte[65])).isEmpty();
  }

  /** One key in all the forms in which it may be given. */
  @Test
  void keysComeInManyForms() throws Exception {
    KeyPair pair = ec("secp384r1");
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    byte[] x = fixed(key.getW().getAffineX(), 48);
    byte[] y = fixed(key.getW().getAffineY(), 48);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String jwk =
        "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\""
            + base64.encodeToString(x)
            + "\",\"y\":\""
            + base64.encodeToString(y)
            + "\"}";
    byte[] der = key.getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    byte[] cose =
        ByteBuffer.allocate(9 + 48 + 3 + 48)
            .put(HexFormat.of().parseHex("a401022002215830"))
            .put(x)
            .put(HexFormat.of().parseHex("225830"))
            .put(y)
            .array();
    byte[] tpm =
        ByteBuffer.allocate(18 + 2 + 48 + 2 + 48)
            .put(HexFormat.of().parseHex("0023000b0005007200000010" + "0010" + "0004" + "0010"))
            .array();
    tpm =
        ByteBuffer.allocate(18 + 100)
            .put(tpm, 0, 18)
            .putShort((short) 48)
            .put(x)
            .putShort((short) 48)
            .put(y)
            .array();
    byte[] sized =
        ByteBuffer.allocate(tpm.length + 2).putShort((short) tpm.length).put(tpm).array();
    for (byte[] file :
        new byte[][] {
          der,
          pem.getBytes(StandardCharsets.US_ASCII),
          jwk.getBytes(StandardCharsets.US_ASCII),
          ("{\"keys\":[" + jwk + "]}").getBytes(StandardCharsets.US_ASCII),
          ("[{\"pkey\":" + jwk + "}]").getBytes(StandardCharsets.US_ASCII),
          Arrays.copyOf(cose, 8 + 48 + 3 + 48),
          tpm,
          sized
        }) {
      TrustAnchors anchors = TrustAnchors.none().plus(file);
      assertThat(anchors.keys()).containsExactly(key);
      assertThat(anchors.name(key)).isPresent();
      assertThat(anchors.of(QuotedPlatform.CCA).name(key)).isPresent();
    }
  }

  @Test
  void rsaKeysComeFromATpm() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    byte[] area =
        ByteBuffer.allocate(18 + 6 + 2 + 256)
            .put(HexFormat.of().parseHex("0001000b000500720000" + "0010" + "0014000b"))
            .putShort((short) 2048)
            .putInt(0)
            .putShort((short) 256)
            .put(fixed(key.getModulus(), 256))
            .array();
    byte[] exact = Arrays.copyOf(area, 10 + 2 + 4 + 2 + 4 + 2 + 256);
    assertThat(TrustAnchors.none().plus(exact).keys()).containsExactly(key);
    exact[10] = 1;
    assertThatThrownBy(() -> TrustAnchors.none().plus(exact)).isInstanceOf(EvidenceException.class);
  }

  @Test
  void aPinnedKeyIsBelievedForItsVendorOnly() {
    assertThat(TrustAnchors.pinned().keys()).isEmpty();
    assertThatThrownBy(() -> TrustAnchors.none().plus(new byte[] {1, 2, 3}))
        .isInstanceOf(EvidenceException.class)
        .hasMessage("root: neither a certificate nor a public key");
  }

  /** The JDK would go down its stack, a level for each. */
  @Test
  void sequencesWithoutALengthAreNeitherCertificatesNorLists() {
    byte[] nested = new byte[1 << 20];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    assertThat(Certificates.crl(nested)).isEmpty();
    assertThat(Certificates.der(Arrays.copyOf(nested, 1 << 14))).isEmpty();
    assertThat(Endorsements.of(List.of(nested)).others()).hasSize(1);
  }
}
