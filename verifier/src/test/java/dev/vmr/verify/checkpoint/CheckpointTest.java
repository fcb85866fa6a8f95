package dev.vmr.verify.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vmr.log.LineScanner;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/checkpoint.md, section 1. */
class CheckpointTest {
  private static final String ZERO = "sha384/" + "0".repeat(96);
  private static final String SHA1 = "sha1/" + "5".repeat(40);
  private static final String LOG =
      "SYNC "
          + ZERO
          + "\n# a comment\n\n"
          + "vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n"
          + "mr_ima define sha1 sha256 pcr/10 init/03 resettable\n"
          + "mr_ima extend "
          + SHA1
          + "\nmr_ima reset\nmr_app extend "
          + ZERO
          + " "
          + SHA1
          + "\nmr_old lock\n";

  private static Checkpoint checkpoint(String log) throws IOException {
    Replay replay = new Replay();
    PrefixDigest prefix = new PrefixDigest();
    long lines =
        LineScanner.scan(
            prefix.reading(new ByteArrayInputStream(log.getBytes(StandardCharsets.US_ASCII))),
            replay,
            0);
    return new Checkpoint(prefix.size(), lines, replay.state(), prefix.value());
  }

  @Test
  void hasOneSpelling() throws Exception {
    String text = checkpoint(LOG).format();
    assertThat(Checkpoint.parse(text).format()).isEqualTo(text);
    assertThat(text)
        .startsWith(
            "vmr checkpoint 1\nposition bytes/"
                + LOG.length()
                + " lines/9 records/7 syncs/1 jumps/0\nphysical sha384/")
        .contains(
            "\nbegin boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n",
            "\nmr_app holds extends/1 resets/0 sha1/",
            "\nmr_ima define sha1 sha256 pcr/10 init/03 resettable\n",
            "\nmr_ima holds extends/1 resets/1 sha1/",
            "\nmr_old holds extends/0 resets/0 locked\n")
        .endsWith("\nend\n");
  }

  @Test
  void ofNothingIsTheStart() throws Exception {
    assertThat(checkpoint("")).isEqualTo(Checkpoint.start(HashAlgorithm.SHA384));
    String text = checkpoint("").format();
    assertThat(Checkpoint.parse(text)).isEqualTo(checkpoint(""));
    assertThat(text)
        .contains(
            "rest sha256/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nend\n");
  }

  static Stream<String[]> invalid() {
    return Stream.of(
        new String[] {"vmr checkpoint 1", "vmr checkpoint 2"},
        new String[] {"vmr checkpoint 1\n", "\nvmr checkpoint 1\n"},
        new String[] {"lines/9", "lines/09"},
        new String[] {"lines/9", "lines/+9"},
        new String[] {"lines/9", "lines/-9"},
        new String[] {"lines/9", "lines/9223372036854775808"},
        new String[] {"lines/9", "lines/6"},
        new String[] {"records/7", "records/10"},
        new String[] {"syncs/1", "syncs/8"},
        new String[] {"jumps/0", "jumps/2"},
        new String[] {"jumps/0", "jumps/0 "},
        new String[] {"jumps/0", "jumps/0 more/1"},
        new String[] {" syncs/1", "  syncs/1"},
        new String[] {"physical sha384/", "physical SHA384/"},
        new String[] {"physical sha384/", "physical sha384/f"},
        new String[] {"physical sha384/", "physical sha512/"},
        new String[] {"begin boot/0b1f5c9e", "begin boot/0B1F5C9E"},
        new String[] {"blocks sha256/", "blocks sha384/"},
        new String[] {"blocks ", "rest "},
        new String[] {"mr_app holds extends/1", "mr_app holds extends/0"},
        new String[] {"mr_app holds extends/1 resets/0", "mr_app holds extends/1 resets/1"},
        new String[] {"mr_app holds", "mr_zzz holds"},
        new String[] {"mr_app holds", "SYNC holds"},
        new String[] {"mr_app holds", "mr_ima holds"},
        new String[] {"mr_old holds extends/0 resets/0 locked", "mr_old holds extends/0 resets/0"},
        new String[] {"pcr/10 init/03 resettable", "pcr/10 init/03"},
        new String[] {"sha1 sha256 pcr/10", "sha1 sha384 pcr/10"},
        new String[] {"mr_ima define", "mr_imb define"},
        new String[] {"mr_ima define", "mr_ima extend"},
        new String[] {"\nend\n", "\nend"},
        new String[] {"\nend\n", "\nend\n\n"},
        new String[] {"\nend\n", "\nend\nend\n"},
        new String[] {"\nend\n", "\n"},
        new String[] {"\n", "\r\n"});
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesAnythingElse(String valid, String instead) throws IOException {
    String text = checkpoint(LOG).format();
    assertThat(text).contains(valid);
    assertThatThrownBy(() -> Checkpoint.parse(text.replace(valid, instead)))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageMatching("line \\d+: .*");
  }

  @Test
  void refusesWhatIsCutShort() throws IOException {
    String text = checkpoint(LOG).format();
    for (int end = 0; end < text.length(); end++) {
      String cut = text.substring(0, end);
      assertThatThrownBy(() -> Checkpoint.parse(cut)).isInstanceOf(CheckpointFormatException.class);
    }
  }

  @Test
  void theDigestGoesOnWhereverItStopped() {
    Random random = new Random(3);
    byte[] bytes = new byte[5 * PrefixDigest.BLOCK + 77];
    random.nextBytes(bytes);
    PrefixDigest whole = new PrefixDigest();
    whole.update(bytes, 0, bytes.length);
    PrefixDigest pieces = new PrefixDigest();
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(PrefixDigest.BLOCK));
      pieces.update(bytes, at, count);
      at += count;
    }
    assertThat(pieces.value()).isEqualTo(whole.value());
    int boundary = 3 * PrefixDigest.BLOCK;
    PrefixDigest front = new PrefixDigest();
    front.update(bytes, 0, boundary);
    PrefixDigest resumed = new PrefixDigest(boundary, front.value().blocks());
    resumed.update(bytes, boundary, bytes.length - boundary);
    assertThat(resumed.value()).isEqualTo(whole.value());
    assertThatThrownBy(() -> new PrefixDigest(1, front.value().blocks()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
