package dev.vmr.verify.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeylimePolicyTest {
  private static final String X =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** With quotes as they are easier to read. */
  private static FilePolicy policy(String text) throws Exception {
    return Lists.policy(text.replace('\'', '"').replace("$X", X));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'digests': {}}",
        "{'meta': {'version': 1, 'generator': 2, 'timestamp': 'now', 'x': [{}]}, 'digests': {}}",
        "{'release': 0, 'digests': {'/a': ['$X', 'sha256:$X']}, 'excludes': []}",
        "{'digests': {}, 'excludes': ['/tmp', '^/var/.*$', '/(?!a)']}",
        "{'digests': {}, 'keyrings': {'.ima': ['$X']}, 'ima-buf': {'x': ['$X']}}",
        "{'digests': {}, 'ima': {'ignored_keyrings': ['*'], 'log_hash_alg': 'sha1',"
            + " 'dm_policy': null}, 'verification-keys': ''}",
        "{'digests': {}, 'verification-keys': '[]'}",
        "{'digests': {}, 'verification-keys': '{\\'pubkeys\\': [], \\'keyids\\': []}'}",
        "{'meta': {'version': 5}, 'release': 0, 'hashes': {'/a': ['$X']}, 'keyrings': {},"
            + " 'ima': {'ignored_keyrings': [], 'log_hash_alg': 'sha256'}}",
        "{'allowlist': {'meta': {'version': 1}, 'hashes': {}}, 'exclude': ['/tmp']}",
        "\n {'digests':\n{}}\n",
      })
  void isRead(String text) throws Exception {
    assertThat(policy(text.replace("\\'", "\\\"")).format()).isEqualTo(PolicyFormat.KEYLIME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{} # there is no \"digests\"",
        "{'meta': {'version': 1}} # there is no \"digests\"",
        "{'digests': {}, 'digests': {}} # a name stands twice",
        "{'digests': {'/a': ['$X'], '/a': ['$X']}} # a name stands twice",
        "{'digests': {}, 'hashes': {}} # digests are given twice",
        "{'digests': {'/a': []}} # at least one digest",
        "{'digests': {'/a': '$X'}} # here an array must stand",
        "{'digests': {'/a': ['ABCD']}} # a digest is lower-case hex",
        "{'digests': {'/a': ['sha256:$X0']}} # a digest is lower-case hex",
        "{'digests': {'/a': ['sha9:$X']}} # a digest is lower-case hex",
        "{'digests': {'/a': [1]}} # here a string must stand",
        "{'digests': []} # here an object must stand",
        "{'digests': {}, 'excludes': ['(']} # character 1 of the pattern",
        "{'digests': {}, 'excludes': ['(a)\\\\1']} # backreferences",
        "{'digests': {}, 'excludes': ['']} # an empty pattern excludes every path",
        "{'digests': {}, 'excludes': '/tmp'} # here an array must stand",
        "{'digests': {}, 'ima': {'dm_policy': {'version': 1}}} # device mapper",
        "{'digests': {}, 'ima': {'log_hash_alg': 'md5'}} # log_hash_alg",
        "{'digests': {}, 'ima': {'x': 1}} # not known here",
        "{'digests': {}, 'rules': ''} # not known here",
        "{'digests': {}, 'meta': {'version': '1'}} # here a number must stand",
        "{'digests': {}, 'release': -1} # here a number must stand",
        "{'digests': {}, 'verification-keys': 'x'} # verification-keys: it is not JSON",
        "{'digests': {}, 'verification-keys': '{\\'pubkeys\\': [\\'AAAA\\']}'} # is no RSA key",
        "{'digests': {}, 'verification-keys': '{\\'pubkeys\\': [\\'?\\']}'} # is not Base64",
        "{'digests': {}, 'verification-keys': '{\\'keyids\\': [1]}'} # more keyids than pubkeys",
        "{'payload': '', 'payloadType': '', 'signatures': []} # signed envelope",
        "{'allowlist': {'allowlist': {}}} # there is no such name",
        "{'digests': {}} {} # something behind the value",
        "{'digests': { # the text ends inside a value",
        "{'digests': {'/a' # the text ends inside a value",
      })
  void anythingElseIsRefusedWithItsPlace(String text, String reason) {
    assertThatThrownBy(() -> policy(text.replace("\\'", "\\\"")))
        .isInstanceOf(FilePolicyException.class)
        .hasMessageStartingWith("line 1, column ")
        .hasMessageContaining(reason);
  }

  @Test
  void thePlaceIsThatOfWhatIsWrong() {
    assertThatThrownBy(() -> policy("{'digests': {},\n  'excludes': ['/a', '*']}"))
        .hasMessageStartingWith("line 2, column 22: character 1 of the pattern: ");
  }

  @Test
  void theFormatCanBeAskedFor() {
    byte[] keylime = Lists.ascii("{\"digests\": {}}");
    assertThatThrownBy(() -> FilePolicy.read(new ByteArrayInputStream(keylime), PolicyFormat.VMR))
        .isInstanceOf(FilePolicyException.class);
    assertThatThrownBy(
            () -> FilePolicy.read(new ByteArrayInputStream(keylime), PolicyFormat.CHECKSUMS))
        .isInstanceOf(FilePolicyException.class);
  }

  @Test
  void excludesMatchAtTheBeginning() throws Exception {
    FilePolicy policy = policy("{'digests': {}, 'excludes': ['/tmp', '/a$']}");
    assertThat(policy.excludes("/tmp/x")).isTrue();
    assertThat(policy.excludes("/var/tmp")).isFalse();
    assertThat(policy.excludes("/a")).isTrue();
    assertThat(policy.excludes("/ab")).isFalse();
    assertThat(policy.excludesAll()).isFalse();
    assertThat(policy("{'digests': {}, 'excludes': ['/x', '.*']}").excludesAll()).isTrue();
  }
}
