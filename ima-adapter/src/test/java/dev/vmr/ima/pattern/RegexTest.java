package dev.vmr.ima.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "/tmp, /tmp/x, true",
        "/tmp, /var/tmp, false",
        "'/tmp$', /tmp/x, false",
        "'/tmp$', /tmp, true",
        "'^/tmp/.*$', /tmp/a/b, true",
        "tmp, /tmp, false",
        "'.*/tmp', /var/tmp/x, true",
        "'/a|/b', /bc, true",
        "'/a|', /zz, true",
        "'/x{2}y', /xxy, true",
        "'/x{2}y', /xy, false",
        "'/x{,2}y', /xxy, true",
        "'/x{1,}y', /y, false",
        "'/x{y', '/x{y', true",
        "'/x{1y', '/x{1y', true",
        "'/(?!keep).*', /keeper, false",
        "'/(?!keep).*', /keep, false",
        "'/(?!keep).*', /kept, true",
        "'^(?!.*ima-test).*$', /usr/ima-test/x, false",
        "'^(?!.*ima-test).*$', /usr/x, true",
        "'/(?=a(?!b)).', /ac, true",
        "'/(?=a(?!b)).', /ab, false",
        "'/(?=.*b$)a', /aab, true",
        "'/(?=.*b$)a', /aa, false",
        "'/[^/]+/x$', /ab/x, true",
        "'/[^/]+/x$', /a/b/x, false",
        "'/[]a]x', '/]x', true",
        "'/[a-]x', '/-x', true",
        "'/[\\d_]+$', /12_3, true",
        "'/\\w+\\.ko(\\.xz)?$', /usb_1.ko.xz, true",
        "'/\\w+\\.ko(\\.xz)?$', /usb_1.ko.gz, false",
        "'/(?i:ABC)d', /abCd, true",
        "'/(?i:ABC)d', /abCD, false",
        "'/\\x41\\u0042\\103', /ABC, true",
        "'/\\bx', /x, true",
        "'/a\\bx', /ax, false",
        "'/a\\Z', /a, true",
        "'/(?P<n>a)(?#c)b', /ab, true",
        "'/(?:ab)*?c', /ababc, true",
        "'/((a*)*)*b', /aaab, true",
        "'/é+', /éé, true",
        "'/(?i:[^a])', /A, false",
        "'/(?i:[^a])', /b, true",
        "'/(?i:a(?-i:b))', /Ab, true",
        "'/(?i:a(?-i:b))', /AB, false",
      })
  void matchesAsPythonDoes(String regex, String path, boolean expected) throws Exception {
    assertThat(PathPattern.ofRegex(regex).matchesBeginning(path)).isEqualTo(expected);
  }

  @Test
  void aDotIsNoLineFeedAndADollarMayStandBeforeOne() throws Exception {
    assertThat(PathPattern.ofRegex("/.*x").matchesBeginning("/a\nx")).isFalse();
    assertThat(PathPattern.ofRegex("/(?s:.*)x").matchesBeginning("/a\nx")).isTrue();
    assertThat(PathPattern.ofRegex("/a$").matchesBeginning("/a\n")).isTrue();
    assertThat(PathPattern.ofRegex("/a\\Z").matchesBeginning("/a\n")).isFalse();
    assertThat(PathPattern.ofRegex("/a$").matchesBeginning("/a\n\n")).isFalse();
    assertThat(PathPattern.ofRegex("/a\\n(?m:^)b").matchesBeginning("/a\nb")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "(a",
        "*",
        "a**",
        "a{2}{3}",
        "^*",
        "[",
        "[a",
        "[]",
        "[b-a]",
        "[\\d-z]",
        "a\\",
        "\\1",
        "(a)\\1",
        "\\q",
        "[\\8]",
        "\\8",
        "\\x4",
        "\\U00110000",
        "(?P=a)",
        "(?P<1>a)",
        "(?P<a>b)(?P<a>c)",
        "(?<=a)b",
        "(?<!a)b",
        "(?>a)",
        "a*+",
        "a++",
        "a{1}+",
        "(?i)a",
        "(?x:a)",
        "(?(1)a)",
        "(?",
        "(?:",
        "(?#",
        "a{3,2}",
        "a{99999999999}",
        "((a{1000}){1000}){1000}",
        "(?z:a)",
        "(?i-i:a)",
        "(?i-:a)",
        "{1}",
        "a|{2,}",
        "\\777",
      })
  void whatIsNoPatternOrNotRegularIsRefused(String regex) {
    assertThatThrownBy(() -> PathPattern.ofRegex(regex))
        .isInstanceOf(PatternFormatException.class)
        .hasMessageStartingWith("character ");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> PathPattern.ofRegex("(".repeat(100_000)))
        .isInstanceOf(PatternFormatException.class);
  }

  @Test
  void ofSeveralOneMustMatch() throws Exception {
    PathPattern some = PathPattern.ofRegexes(List.of("/a(?!b)", "/c(?=d)"));
    assertThat(List.of("/ac", "/cd", "/ab", "/ce").stream().map(some::matchesBeginning))
        .containsExactly(true, true, false, false);
    assertThatThrownBy(() -> PathPattern.ofRegexes(List.of("/a", "/b", "(")))
        .isInstanceOf(PatternFormatException.class);
  }

  /** Any of these keeps a backtracking matcher busy for longer than anybody lives. */
  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*.*)*x", "(?=(a+)+b)a", "a*a*a*a*a*b"})
  @Timeout(20)
  void hostilePatternsAreMatchedInTime(String regex) throws Exception {
    String path = "a".repeat(PathPattern.MAX_PATH - 1) + "!";
    assertThat(PathPattern.ofRegex(regex).matchesBeginning(path)).isFalse();
  }

  /** Both know the same about this small language; Java's has no part in ours. */
  @Test
  void agreesWithJavaOnRandomPatterns() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < 3000; i++) {
      String regex = random(random, 3);
      Pattern java;
      try {
        java = Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        continue;
      }
      PathPattern ours;
      try {
        ours = PathPattern.ofRegex(regex);
      } catch (PatternFormatException e) {
        continue;
      }
      for (int j = 0; j < 10; j++) {
        String path = text(random);
        assertThat(ours.matchesBeginning(path))
            .as("seed %d: %s on %s", seed, regex, path)
            .isEqualTo(java.matcher(path).lookingAt());
        assertThat(ours.matchesAll(path))
            .as("seed %d: %s on all of %s", seed, regex, path)
            .isEqualTo(java.matcher(path).matches());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append("ab/".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  private static String random(Random random, int depth) {
    if (depth == 0) {
      return List.of("a", "b", "/", ".", "[ab]", "[^a]", "^", "$", "\\b", "")
          .get(random.nextInt(10));
    }
    String first = random(random, depth - 1);
    String second = random(random, depth - 1);
    return switch (random.nextInt(9)) {
      case 0 -> "(?:" + first + ")*";
      case 1 -> "(" + first + ")+?";
      case 2 -> "(" + first + "){1,2}";
      case 3 -> "(?:" + first + ")?";
      case 4 -> "(" + first + "|" + second + ")";
      case 5 -> "(?=" + first + ")" + second;
      case 6 -> "(?!" + first + ")" + second;
      default -> first + second;
    };
  }

  @Test
  void aTextThatIsTooLongForAPathIsNoMatch() throws Exception {
    assertThat(PathPattern.ofRegex(".*").matchesBeginning("a".repeat(PathPattern.MAX_PATH)))
        .isTrue();
    assertThat(PathPattern.ofRegex(".*").matchesBeginning("a".repeat(PathPattern.MAX_PATH + 1)))
        .isFalse();
  }
}
