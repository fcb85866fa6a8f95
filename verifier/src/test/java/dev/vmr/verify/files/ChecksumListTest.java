package dev.vmr.verify.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.ima.FileDigest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksumListTest {
  private static final String X =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String SHA1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of(X + "  /a", "/a", "sha256", X),
        Arguments.of(X + " */a", "/a", "sha256", X),
        Arguments.of(X + " /a", "/a", "sha256", X),
        Arguments.of("sha256:" + X + "  /a", "/a", "sha256", X),
        Arguments.of(X + "  /a\n", "/a", "sm3", X),
        Arguments.of(SHA1 + "  /a", "/a", "sha1", SHA1),
        Arguments.of(X + X + "  /a", "/a", "sha512", X + X),
        Arguments.of("# of a release\n\n" + X + "  /a\n", "/a", "sha256", X),
        Arguments.of("\\" + X + "  /a\\nb\\\\c\\r", "/a\nb\\c\r", "sha256", X),
        Arguments.of(X + "  /a\\nb", "/a\\nb", "sha256", X),
        Arguments.of(X + "   /a", "_/a", "sha256", X),
        Arguments.of(X + "  /a b", "/a_b", "sha256", X),
        Arguments.of(X + "  /a b", "/a b", "sha256", X),
        Arguments.of("SHA256 (/a) = " + X, "/a", "sha256", X),
        Arguments.of("SHA1 (/a (b)) = " + SHA1, "/a_(b)", "sha1", SHA1),
        Arguments.of("SM3 (/a) = " + X, "/a", "sm3", X),
        Arguments.of("\\SHA256 (/a\\n) = " + X, "/a\n", "sha256", X),
        Arguments.of(X + "  /é", "/é", "sha256", X));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aDigestIsListed(String list, String path, String algorithm, String hex) throws Exception {
    FilePolicy policy = Lists.policy(list);
    assertThat(policy.format()).isEqualTo(PolicyFormat.CHECKSUMS);
    FileDigest digest = new FileDigest("ima", algorithm, hex);
    assertThat(policy.rule(path)).hasValueSatisfying(r -> r.digests().contain(digest));
    assertThat(policy.rule(path).orElseThrow().digests().contain(digest)).isTrue();
  }

  @Test
  void aTagBindsTheAlgorithm() throws Exception {
    FilePolicy policy = Lists.policy("SHA256 (/a) = " + X);
    assertThat(policy.rule("/a").orElseThrow().digests().contain(new FileDigest("ima", "sm3", X)))
        .isFalse();
    assertThat(
            policy
                .rule("/a")
                .orElseThrow()
                .digests()
                .contain(new FileDigest("verity", "sha256", X)))
        .isFalse();
  }

  @Test
  void olderAllowlistsNameKeyrings() throws Exception {
    FilePolicy policy = Lists.policy(X + "  %keyring:.ima\n" + SHA1 + "  name\n");
    assertThat(policy.keyring(".ima").orElseThrow().values()).containsExactly(X);
    assertThat(policy.keyring("name").orElseThrow().values()).containsExactly(SHA1);
    assertThat(policy.rule(".ima")).isEmpty();
    assertThat(policy.keyring(".evm")).isEmpty();
  }

  @Test
  void aPathMayHaveSeveralDigests() throws Exception {
    FilePolicy policy = Lists.policy(X + "  /a\n" + SHA1 + "  /a\n" + X + "  /a\n");
    assertThat(policy.rule("/a").orElseThrow().digests().values()).containsExactly(X, SHA1);
  }

  static Stream<Arguments> invalid() {
    String upper = X.toUpperCase(java.util.Locale.ROOT);
    return Stream.of(
        Arguments.of("", 1),
        Arguments.of("\n# nothing\n", 2),
        Arguments.of(X, 1),
        Arguments.of(X + "  ", 1),
        Arguments.of(X + "\t/a", 1),
        Arguments.of(X + "  /a\n\n" + upper + "  /b", 3),
        Arguments.of(X.substring(2) + "  /a", 1),
        Arguments.of("z" + X.substring(1) + "  /a", 1),
        Arguments.of(X + "  /a\r\n", 1),
        Arguments.of(X + "  /a\0b", 1),
        Arguments.of("\\" + X + "  /a\\x", 1),
        Arguments.of("\\" + X + "  /a\\", 1),
        Arguments.of("SHA256 (/a) = " + SHA1, 1),
        Arguments.of("SHA256 /a = " + X, 1),
        Arguments.of("SHA256 () = " + X, 1),
        Arguments.of("SHA256 (/a)= " + X, 1),
        Arguments.of("BLAKE2b (/a) = " + X, 1),
        Arguments.of(" " + X + "  /a", 1),
        Arguments.of("/a", 1),
        Arguments.of("sha256:" + SHA1 + "  /a", 1),
        Arguments.of("sha9:" + X + "  /a", 1),
        Arguments.of(X + "  /" + "a".repeat(70_000), 1));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anythingElseIsRefusedWithItsLine(String list, int line) {
    assertThatThrownBy(() -> Lists.policy(list))
        .isInstanceOf(FilePolicyException.class)
        .hasMessageStartingWith("line " + line + ": ");
  }

  @Test
  void whatIsNoUtf8IsRefused() {
    byte[] bytes = Lists.concat(Lists.ascii(X + "  /a"), new byte[] {(byte) 0xFF});
    assertThatThrownBy(() -> FilePolicy.read(new java.io.ByteArrayInputStream(bytes), null))
        .isInstanceOf(FilePolicyException.class)
        .hasMessage("line 1: here or behind it is not UTF-8");
  }
}
