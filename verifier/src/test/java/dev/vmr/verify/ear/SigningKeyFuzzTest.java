package dev.vmr.verify.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.verify.EvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

class SigningKeyFuzzTest {
  @FuzzTest
  void everyFileIsAKeyOrIsRefused(byte[] input) {
    String der = Base64.getEncoder().encodeToString(input);
    for (String label : new String[] {"PRIVATE KEY", "EC PRIVATE KEY"}) {
      String pem = "-----BEGIN " + label + "-----\n" + der + "\n-----END " + label + "-----\n";
      try {
        assertThat(SigningKey.parse(pem.getBytes(StandardCharsets.US_ASCII))).isNotNull();
      } catch (EvidenceException e) {
        assertThat(e).message().isNotEmpty();
      }
    }
  }
}
