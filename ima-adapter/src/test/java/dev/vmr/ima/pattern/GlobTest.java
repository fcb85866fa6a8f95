package dev.vmr.ima.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/usr/bin/*, /usr/bin/x, true",
    "/usr/bin/*, /usr/bin/x/y, false",
    "/usr/**, /usr/bin/x/y, true",
    "**/x, /usr/bin/x, true",
    "/usr/b?n/x, /usr/bin/x, true",
    "/usr?bin, /usr/bin, false",
    "/[a-c]x, /bx, true",
    "/[a-c]x, /dx, false",
    "/[!a-c]x, /dx, true",
    "/[!a]x, //x, false",
    "/[a-], /-, true",
    "/[.^]], /^], true",
    "/a.b, /a.b, true",
    "/a.b, /axb, false",
    "/a\\*b, /a*b, true",
    "/a\\*b, /axb, false",
    "boot_aggregate, boot_aggregate, true",
    "'', '', true",
    "'', /, false",
  })
  void matches(String glob, String path, boolean expected) throws Exception {
    assertThat(PathPattern.ofGlob(glob).matchesAll(path)).isEqualTo(expected);
  }

  @Test
  void aPathMayHoldAnything() throws Exception {
    assertThat(PathPattern.ofGlob("/**").matchesAll("/a\nb\0c")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/[a", "/[", "/a\\", "/[b-a]"})
  void whatIsNoPatternIsRefused(String glob) {
    assertThatThrownBy(() -> PathPattern.ofGlob(glob)).isInstanceOf(PatternFormatException.class);
  }
}
