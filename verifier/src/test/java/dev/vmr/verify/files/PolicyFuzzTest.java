package dev.vmr.verify.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Any bytes are a reference list or are refused with their place; any bytes are keys or none. */
class PolicyFuzzTest {
  private static void read(byte[] input, @Nullable PolicyFormat format) throws IOException {
    try {
      FilePolicy policy = FilePolicy.read(new ByteArrayInputStream(input), format);
      assertThat(policy.rule("/x").isPresent() && policy.excludes("/x")).isIn(true, false);
    } catch (FilePolicyException e) {
      assertThat(e).hasMessageMatching("line [0-9]+(, column [0-9]+)?: [^\\n]*");
    }
  }

  @FuzzTest(maxDuration = "60s")
  void checksums(byte[] input) throws IOException {
    read(input, PolicyFormat.CHECKSUMS);
  }

  @FuzzTest(maxDuration = "60s")
  void keylime(byte[] input) throws IOException {
    read(input, PolicyFormat.KEYLIME);
  }

  @FuzzTest(maxDuration = "60s")
  void ours(byte[] input) throws IOException {
    read(input, PolicyFormat.VMR);
  }

  @FuzzTest(maxDuration = "60s")
  void anyFormat(byte[] input) throws IOException {
    read(input, null);
  }

  @FuzzTest(maxDuration = "60s")
  void keys(byte[] input) {
    for (SigningKey key : KeyFiles.parse("a file", input)) {
      assertThat(key.ids()).isNotEmpty();
      assertThat(key.verifies("sha256", new byte[32], input)).isFalse();
    }
    assertThat(KeyFiles.isKey(input)).isIn(true, false);
  }
}
