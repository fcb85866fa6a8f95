package dev.vmr.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {
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
  void matches(String glob, String path, boolean expected) {
    assertThat(new PathGlob(glob).matches(path)).isEqualTo(expected);
  }

  @Test
  void aPathMayHoldAnything() {
    assertThat(new PathGlob("/**").matches("/a\nb\0c")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/[a", "/[", "/a\\"})
  void whatIsNoPatternIsRefused(String glob) {
    assertThatThrownBy(() -> new PathGlob(glob)).isInstanceOf(IllegalArgumentException.class);
  }
}
