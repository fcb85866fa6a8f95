package dev.vmr.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.Replay;
import dev.vmr.verify.checkpoint.Checkpoint;
import dev.vmr.verify.checkpoint.PrefixDigest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** docs/checkpoint.md, sections 2 and 3. */
class IncrementalVerificationTest {
  private static final Checkpoint START = Checkpoint.start(HashAlgorithm.SHA384);

  private static String log(int extensions) {
    return log(extensions, "");
  }

  private static String log(int extensions, String comment) {
    StringBuilder log = new StringBuilder("SYNC sha384/" + "0".repeat(96) + "\n");
    log.append("mr_app define sha384 sha256 resettable\n");
    for (int i = 0; i < extensions; i++) {
      log.append(i % 7 == 0 ? "# comment" + comment + "\n" : "");
      log.append("mr_app extend ").append(HashAlgorithm.SHA384.hash(new byte[] {(byte) i}));
      log.append('\n');
      log.append(i % 1000 == 999 ? "mr_app reset\n" : "");
    }
    return log.toString();
  }

  private static Digest value(String log) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(bytes(log)), replay);
    return replay.value();
  }

  private static byte[] bytes(String log) {
    return log.getBytes(StandardCharsets.US_ASCII);
  }

  private static Verdict verify(String log, Digest quoted, Checkpoint from, boolean all)
      throws Exception {
    return verify(() -> new ByteArrayInputStream(bytes(log)), quoted, from, all);
  }

  private static Verdict verify(Source log, Digest quoted, Checkpoint from, boolean all)
      throws Exception {
    Verification verification = new Verification(log, QuotedRegister.verifiedElsewhere(quoted));
    verification.checkpoint(from, all);
    return verification.run();
  }

  private static Checkpoint accepted(String log) throws Exception {
    return verify(log, value(log), START, false).checkpoint().orElseThrow();
  }

  @Test
  void goesOnAsIfItHadNeverStopped() throws Exception {
    String whole = log(1500);
    Checkpoint expected = accepted(whole);
    for (int records : new int[] {0, 1, 500, 1001, 1499, 1500}) {
      Checkpoint part = accepted(log(records));
      Verdict verdict =
          verify(whole, value(whole), Checkpoint.parse(part.format()), records % 2 == 0);
      assertThat(verdict.findings()).extracting(Finding::code).containsOnly("no-begin");
      assertThat(verdict.checkpoint()).contains(expected);
    }
    assertThat(verify(whole, value(whole), START, false).log().registers().toString()).isNotEmpty();
  }

  @Test
  void aRejectedVerificationGivesNone() throws Exception {
    Checkpoint from = accepted(log(10));
    Verdict verdict = verify(log(20), value(log(19)), from, false);
    assertThat(verdict.findings()).extracting(Finding::code).contains("value-differs");
    assertThat(verdict.checkpoint()).isEmpty();
  }

  @Test
  void everyChangeBeforeItIsRefused() throws Exception {
    String before = log(30);
    Checkpoint from = accepted(before);
    String whole = log(40);
    for (int i = 0; i < before.length(); i += 5) {
      byte[] changed = bytes(whole);
      changed[i] ^= 1;
      Verdict verdict = verify(() -> new ByteArrayInputStream(changed), value(whole), from, false);
      assertThat(verdict.findings())
          .extracting(Finding::code)
          .containsExactly("checkpoint-log-differs");
      assertThat(verdict.checkpoint()).isEmpty();
    }
  }

  @Test
  void anOlderLogIsRefused() throws Exception {
    Verdict verdict = verify(log(39), value(log(39)), accepted(log(40)), false);
    assertThat(verdict.findings())
        .extracting(Finding::code)
        .containsExactly("checkpoint-log-differs");
  }

  @Test
  void aLongPrefixIsNotReadUnlessAskedFor() throws Exception {
    String filler = "x".repeat(500_000);
    String before = log(100, filler); // more than 64 blocks
    String whole = log(102, filler);
    assertThat(before.length()).isGreaterThan(65 * PrefixDigest.BLOCK);
    Checkpoint from = accepted(before);
    AtomicLong read = new AtomicLong();
    byte[] changed = bytes(whole);
    changed[1000] ^= 1;
    Source log = new Seekable(changed, read);
    Verdict verdict = verify(log, value(whole), from, false);
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.checkpoint()).contains(accepted(whole));
    assertThat(read.get()).isLessThan(2 * PrefixDigest.BLOCK);
    assertThat(verify(log, value(whole), from, true).findings())
        .extracting(Finding::code)
        .containsExactly("checkpoint-log-differs");
    changed[before.length() - 1] ^= 1; // in the last block, which is always read
    assertThat(verify(log, value(whole), from, false).findings())
        .extracting(Finding::code)
        .containsExactly("checkpoint-log-differs");
  }

  @Test
  void aLogThatEndsInsideACommentIsNoPlaceToGoOn() throws Exception {
    String log = log(3) + "# torn";
    Verdict verdict = verify(log, value(log), START, false);
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.checkpoint()).isEmpty();
  }

  private static final class Seekable implements Source {
    private final byte[] bytes;
    private final AtomicLong read;

    Seekable(byte[] bytes, AtomicLong read) {
      this.bytes = bytes;
      this.read = read;
    }

    @Override
    public InputStream open() {
      return open(0);
    }

    @Override
    public InputStream open(long from) {
      InputStream in = new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int count = super.read(buffer, offset, length);
          read.addAndGet(Math.max(0, count));
          return count;
        }
      };
    }
  }
}
