package dev.vmr.verify.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmrPolicyTest {
  private static final String X =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static FilePolicy policy(String rest) throws Exception {
    return Lists.policy(
        ("{'vmr-ima-policy': 1, " + rest + "}").replace('\'', '"').replace("$X", X));
  }

  @Test
  void isReadWithAllThatItCanHave() throws Exception {
    FilePolicy policy =
        policy(
            "'files': [{'path': '/a b', 'digests': ['$X', 'verity:$X']},"
                + " {'signed-by': ['any'], 'glob': '/lib/**'},"
                + " {'glob': '/lib/x', 'digests': ['$X']}],"
                + " 'keyrings': {'.ima': ['$X']}, 'buffers': {'kexec-cmdline': ['$X']},"
                + " 'exclude': ['/tmp/**'], 'violations': 'allow', 'unknown': 'reject'");
    assertThat(policy.format()).isEqualTo(PolicyFormat.VMR);
    assertThat(policy.rule("/a_b").orElseThrow().digests().values())
        .containsExactly(X, "verity:" + X);
    assertThat(policy.rule("/lib/x").orElseThrow().signers()).containsExactly("any");
    assertThat(policy.rule("/lib")).isEmpty();
    assertThat(policy.excludes("/tmp/a/b")).isTrue();
    assertThat(policy.excludes("/x/tmp/a")).isFalse();
    assertThat(policy.violationsAllowed()).isTrue();
    assertThat(policy.unknownAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'violations': 'allow'",
        "'files': []",
        "'files': {}",
        "'files': [{}]",
        "'files': [{'path': '/a'}]",
        "'files': [{'digests': ['$X']}]",
        "'files': [{'path': '/a', 'glob': '/b', 'digests': ['$X']}]",
        "'files': [{'path': '/a', 'digests': []}]",
        "'files': [{'path': '/a', 'digests': ['$X']}, {'path': '/a', 'digests': ['$X']}]",
        "'files': [{'path': '/a', 'digest': ['$X']}]",
        "'files': [{'path': '/a', 'path': '/b', 'digests': ['$X']}]",
        "'files': [{'path': '/a', 'digests': ['ba7816bf']}]",
        "'files': [{'path': '/a', 'digests': ['$X$X']}]",
        "'files': [{'path': '/a', 'digests': ['SHA256:00']}]",
        "'files': [{'path': '/a', 'signed-by': []}]",
        "'files': [{'path': '/a', 'signed-by': ['nobody']}]",
        "'files': [{'glob': '/[a', 'digests': ['$X']}]",
        "'files': [{'path': 1, 'digests': ['$X']}]",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'files': []",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'exclude': []",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'exclude': ['**']",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'exclude': ['/**', '**']",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'violations': true",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'unknown': 'ignore'",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'keys': {}",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'keys': {'a': 'AAAA'}",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'keys': {'any': 'AAAA'}",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'keyrings': {}",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'buffers': {'x': []}",
        "'files': [{'path': '/a', 'digests': ['$X']}], 'x': 1",
      })
  void anythingElseIsRefused(String rest) {
    assertThatThrownBy(() -> policy(rest))
        .isInstanceOf(FilePolicyException.class)
        .hasMessageMatching("line 1, column [0-9]+: [^\n]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "'1'", "1.0", "-1", "null", "1e0"})
  void onlyVersionOneIsKnown(String version) {
    String rule = "'files': [{'path': '/a', 'digests': ['" + X + "']}]";
    String text = "{'vmr-ima-policy': " + version + ", " + rule + "}";
    assertThatThrownBy(() -> Lists.policy(text.replace('\'', '"')))
        .isInstanceOf(FilePolicyException.class);
  }
}
