package dev.vmr.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/evidence.md: the names of parts. */
class PartLabelTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quote",
        "endorsement/00",
        "endorsement/63",
        "log/01",
        "log/01/mr_x",
        "manifest/00/mrconfigid",
        "ima/mr_ima",
        "pcrs",
        "bios-log",
        "metadata"
      })
  void labelsComeBack(String text) {
    assertThat(PartLabel.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Quote",
        "quote/",
        "quote/00",
        "log",
        "log/",
        "log/0",
        "log/000",
        "log/64",
        "log/-1",
        "log/+1",
        "log/00/",
        "log/00/SYNC",
        "log/00/a b",
        "log/00/mr_x/",
        "manifest/00",
        "ima",
        "ima/00/mr_ima",
        "metadata/00",
        "other"
      })
  void whatIsNoLabelIsRefused(String text) {
    assertThatThrownBy(() -> PartLabel.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
