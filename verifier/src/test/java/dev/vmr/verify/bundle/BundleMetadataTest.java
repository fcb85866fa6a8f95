package dev.vmr.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/evidence.md: what a bundle says about itself. */
class BundleMetadataTest {
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"made_at\":\"2026-01-31T12:00:00Z\"}",
        "{\"made_at\":\"2026-01-31T12:00:00Z\",\"made_by\":\"\\\"\",\"platform\":\"tdx\"}"
      })
  void metadataComesBack(String text) throws Exception {
    assertThat(BundleMetadata.parse(ascii(text)).format()).isEqualTo(ascii(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{ }",
        "{}\n",
        "{\"made_at\":\"2026-01-31T12:00:00.0Z\"}",
        "{\"made_at\":\"2026-01-31T12:00Z\"}",
        "{\"made_at\":\"2026-01-31\"}",
        "{\"made_at\":1}",
        "{\"made_by\":\"\"}",
        "{\"made_by\":\"\\u0001\"}",
        "{\"made_by\":\"a\",\"made_by\":\"b\"}",
        "{\"platform\":\"a\",\"made_by\":\"b\"}",
        "{\"more\":\"a\"}"
      })
  void whatIsNoMetadataIsRefused(String text) {
    assertThatThrownBy(() -> BundleMetadata.parse(ascii(text)))
        .isInstanceOf(BundleFormatException.class);
  }
}
