package dev.vmr.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcrValuesTest {
  @Test
  void readsWhatTpm2PcrreadPrints() throws EvidenceException {
    String text =
        "  sha1:\n    0 : 0x"
            + "0A".repeat(20)
            + "\n    10: 0x"
            + "0b".repeat(20)
            + "\n  sha256:\n"
            + "    23: 0x"
            + "FF".repeat(32)
            + "\n";
    assertThat(PcrValues.parse(text))
        .extracting(value -> value.pcr() + " " + value.claimed())
        .containsExactly(
            "0 sha1/" + "0a".repeat(20),
            "10 sha1/" + "0b".repeat(20),
            "23 sha256/" + "ff".repeat(32));
    assertThat(PcrValues.parse("")).isEmpty();
    assertThat(
            PcrValues.parse("PCR-00: " + "0a".repeat(20) + "\nPCR 10: " + "0b ".repeat(32) + "\n"))
        .extracting(value -> value.pcr() + " " + value.claimed())
        .containsExactly("0 sha1/" + "0a".repeat(20), "10 sha256/" + "0b".repeat(32));
    assertThat(PcrValues.parse("  sm3:\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\n",
        "PCR-10: 00\n",
        "PCR-24: 0000000000000000000000000000000000000000\n",
        "0 : 0x00\n",
        "  md5:\n",
        "  sha1:\n    24: 0x0000000000000000000000000000000000000000\n",
        "  sha1:\n    0 : 0x00\n",
        "  sha1:\n    0 : 0000000000000000000000000000000000000000\n",
      })
  void whatIsNeitherIsRefusedWithItsLine(String text) {
    assertThatThrownBy(() -> PcrValues.parse(text))
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("line ");
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(byte[] data) {
    try {
      PcrValues.parse(new String(data, StandardCharsets.ISO_8859_1));
    } catch (EvidenceException e) {
      return;
    }
  }
}
