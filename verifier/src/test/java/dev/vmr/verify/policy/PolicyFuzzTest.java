package dev.vmr.verify.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class PolicyFuzzTest {
  @FuzzTest
  void isReadOrRefusedWithItsLine(byte[] input) {
    try {
      Policy.parse(new String(input, StandardCharsets.ISO_8859_1));
    } catch (PolicyFormatException e) {
      assertThat(e).hasMessageStartingWith("line " + e.line() + ": ");
    }
  }
}
