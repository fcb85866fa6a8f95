package dev.vmr.ima.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Every text is a pattern or is refused with its place, and every path is matched in time. */
class PatternFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void regex(FuzzedDataProvider data) {
    String path = data.consumeString(64);
    String regex = data.consumeRemainingAsString();
    try {
      PathPattern pattern = PathPattern.ofRegex(regex);
      assertThat(!pattern.matchesAll(path) || pattern.matchesBeginning(path)).isTrue();
    } catch (PatternFormatException e) {
      assertThat(e.offset()).isBetween(0, regex.length());
    }
  }

  @FuzzTest(maxDuration = "60s")
  void glob(FuzzedDataProvider data) {
    String path = data.consumeString(64);
    String glob = data.consumeRemainingAsString();
    try {
      PathPattern pattern = PathPattern.ofGlob(glob);
      assertThat(!pattern.matchesAll(path) || pattern.matchesBeginning(path)).isTrue();
    } catch (PatternFormatException e) {
      assertThat(e.offset()).isBetween(0, glob.length());
    }
  }
}
