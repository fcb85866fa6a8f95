package dev.vmr.verify.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " 1 ",
        "-0.5e3",
        "\"\\u00e9\"",
        "null",
        "{\"a\":{\"a\":1}}",
        "[1,[2,{}],true]",
      })
  void reads(String text) throws JsonFormatException {
    assertThat(StrictJson.parse(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "01",
        "+1",
        "1 2",
        "{} {}",
        "[]x",
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "{'a':1}",
        "NaN",
        "/**/1",
        "\"\t\"",
        "\"\\x\"",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "\"\u0001\"",
        "tru",
        "[}",
      })
  void refuses(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text)).isInstanceOf(JsonFormatException.class);
  }

  @Test
  void refusesWhatIsNoUtf8() {
    assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', (byte) 0xED, (byte) 0xA0, 65, '"'}))
        .hasMessage("it is not UTF-8");
    assertThatThrownBy(() -> StrictJson.parse("[1]".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(JsonFormatException.class);
  }

  @Test
  void limits() throws JsonFormatException {
    assertThat(StrictJson.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
    assertThatThrownBy(() -> StrictJson.parse("[".repeat(65) + "]".repeat(65)))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> StrictJson.parse("[" + "1,".repeat(StrictJson.MAX_TOKENS) + "1]"))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> StrictJson.parse("1".repeat(65))).hasMessageContaining("too large");
    assertThatThrownBy(() -> StrictJson.parse(new byte[StrictJson.MAX_SIZE + 1]))
        .hasMessageContaining("16 MiB");
  }

  @Test
  void anErrorGivesThePlaceAndRepeatsNothing() {
    assertThatThrownBy(() -> StrictJson.parse("{\"ab\":1,\"ab\":2}"))
        .hasMessageContaining("offset ")
        .hasMessageContaining("a name stands twice in an object")
        .hasMessageNotContaining("ab\"");
  }

  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(byte[] text) {
    try {
      StrictJson.parse(text);
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
