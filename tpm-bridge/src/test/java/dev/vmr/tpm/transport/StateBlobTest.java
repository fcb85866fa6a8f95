package dev.vmr.tpm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.tpm.RefusedStateException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateBlobTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void isWhatSwtpmMakes() throws RefusedStateException {
    byte[] state = {1, 2, 3};
    byte[] blob = hex("0201 000a 0004 00000019 0004 00000009 0001 00000003 010203");
    assertThat(StateBlob.of(state)).isEqualTo(blob);
    assertThat(StateBlob.state(blob)).isEqualTo(state);
    assertThat(StateBlob.state(StateBlob.of(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0201 000a 0000 00000013 0001 00000003 010203", // a file's
        "0301 000a 0004 00000019 0004 00000009 0001 00000003 010203", // a later version that can be
        // read
        "0201 000c 0004 0000001b ffff 0004 00000009 0001 00000003 010203", // a longer header
        "0201 000a 0000 0000001a 0009 00000001 aa 0001 00000003 010203", // another field before
      })
  void otherFormsThatSwtpmReads(String blob) throws RefusedStateException {
    assertThat(StateBlob.state(hex(blob))).isEqualTo(new byte[] {1, 2, 3});
  }

  /** With the results of swtpm 0.7.1. */
  @ParameterizedTest
  @CsvSource({
    "03, ''",
    "03, 0201",
    "03, 0201 000a 0004 0000000a",
    "03, 0201 000a 0004 00000010 0004 00000000",
    "03, 0201 000a 0004 00000013 0001 00000003 010203",
    "03, 0201 000a 0000 00000014 0001 00000003 010203",
    "03, 0201 000a 0000 00000013 0001 00000004 010203",
    "03, 0201 000a 0000 00000013 0001 ffffffff 010203",
    "03, 0201 000a 0000 00000013 0002 00000003 010203",
    "2e, 0203 000a 0000 00000013 0001 00000003 010203",
    "2b, 0201 0009 0000 00000013 0001 00000003 010203",
    "2b, 0201 ffff 0000 00000013 0001 00000003 010203",
    "0d, 0201 000a 0001 00000013 0001 00000003 010203",
    "0d, 0201 000a 0006 00000013 0001 00000003 010203",
  })
  void whatIsEncryptedOrNoBlobIsRefused(String result, String blob) {
    assertThatThrownBy(() -> StateBlob.state(hex(blob)))
        .isInstanceOfSatisfying(
            RefusedStateException.class,
            e -> assertThat(e.result()).isEqualTo(Integer.parseInt(result, 16)));
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(FuzzedDataProvider data) {
    byte[] blob = data.consumeRemainingAsBytes();
    try {
      assertThat(StateBlob.state(blob).length).isLessThanOrEqualTo(blob.length - 16);
    } catch (RefusedStateException e) {
      return;
    }
  }
}
