package dev.vmr.verify.cmw;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CmwFuzzTest {
  @FuzzTest
  void whatParsesAsCborIsTheOneSpelling(byte[] input) {
    try {
      assertThat(CmwCbor.format(CmwCbor.parse(input))).isEqualTo(input);
    } catch (CmwFormatException e) {
      assertThat(e).message().isNotEmpty();
    }
  }

  @FuzzTest
  void whatParsesAsJsonIsTheOneSpellingAndHasACborForm(byte[] input) throws Exception {
    Cmw wrapper;
    try {
      wrapper = CmwJson.parse(input);
    } catch (CmwFormatException e) {
      assertThat(e).message().isNotEmpty();
      return;
    }
    assertThat(CmwJson.format(wrapper)).isEqualTo(input);
    assertThat(CmwCbor.parse(CmwCbor.format(wrapper))).isEqualTo(wrapper);
  }
}
