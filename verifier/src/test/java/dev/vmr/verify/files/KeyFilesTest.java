package dev.vmr.verify.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFilesTest {
  private static byte[] publicKey(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair().getPublic().getEncoded();
  }

  @ParameterizedTest
  @CsvSource({"RSA, 1024, 1", "RSA, 512, 0", "EC, 256, 1", "DSA, 1024, 0"})
  void onlyKeysThatFilesAreSignedWithAreTaken(String algorithm, int bits, int taken)
      throws Exception {
    byte[] der = publicKey(algorithm, bits);
    assertThat(KeyFiles.parse("a", der)).hasSize(taken);
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    assertThat(KeyFiles.parse("a", Lists.ascii(pem + pem))).hasSize(2 * taken);
    assertThat(KeyFiles.parseText("a", pem)).hasSize(taken);
    assertThat(KeyFiles.parseText("a", Base64.getEncoder().encodeToString(der))).hasSize(taken);
    assertThat(KeyFiles.isKey(der)).isTrue();
  }

  @Test
  void aKeyThatIsCutOrFollowedByAnythingIsNone() throws Exception {
    byte[] der = publicKey("EC", 256);
    for (int length = 0; length < der.length; length++) {
      assertThat(KeyFiles.parse("a", Arrays.copyOf(der, length))).isEmpty();
    }
    assertThat(KeyFiles.parse("a", Arrays.copyOf(der, der.length + 1))).isEmpty();
  }

  /** Bouncy Castle would call itself once for each of these. */
  @Test
  void valuesThatLieDeepInEachOtherAreNotDecoded() {
    byte[] endless = new byte[60_000];
    for (int i = 0; i < endless.length; i += 2) {
      endless[i] = 0x30;
      endless[i + 1] = (byte) 0x80;
    }
    assertThat(KeyFiles.isKey(endless)).isFalse();
    byte[] nested = {5, 0};
    for (int i = 0; i < 5000; i++) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      outer.writeBytes(new byte[] {0x30, (byte) 0x83});
      outer.write(nested.length >> 16);
      outer.write(nested.length >> 8);
      outer.write(nested.length);
      outer.writeBytes(nested);
      nested = outer.toByteArray();
    }
    assertThat(DerValue.decode(nested)).isEmpty();
    assertThat(KeyFiles.isKey(nested)).isFalse();
  }

  @Test
  void lengthsThatAreNoneAreRefused() {
    assertThat(DerValue.decode(new byte[] {0x30, (byte) 0x84, 127, -1, -1, -1})).isEmpty();
    assertThat(DerValue.decode(new byte[] {0x30, (byte) 0x85, 0, 0, 0, 0, 0})).isEmpty();
    assertThat(DerValue.decode(new byte[] {0x30, 2, 5, 1})).isEmpty();
    assertThat(DerValue.decode(new byte[] {0x30, 2, 5, 0, 0})).isEmpty();
    assertThat(DerValue.decode(new byte[] {0x30, 2, 5, 0})).isPresent();
  }
}
