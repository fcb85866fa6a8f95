package dev.vmr.verify.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class CheckpointFuzzTest {
  @FuzzTest
  void whatParsesIsTheOneSpelling(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    try {
      assertThat(Checkpoint.parse(text).format()).isEqualTo(text);
    } catch (CheckpointFormatException e) {
      assertThat(e).hasMessageStartingWith("line " + e.line());
    }
  }
}
