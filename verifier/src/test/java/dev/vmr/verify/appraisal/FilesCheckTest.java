package dev.vmr.verify.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of a list as part of one verdict. */
class FilesCheckTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final String HEX = "ab".repeat(32);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] data(String path) {
    byte[] name = bytes(path + "\0");
    return ByteBuffer.allocate(4 + 40 + 4 + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(40)
        .put(bytes("sha256:\0"))
        .put(HexFormat.of().parseHex(HEX))
        .putInt(name.length)
        .put(name)
        .array();
  }

  private static AttestationResult appraise(String path, String listed) throws Exception {
    return appraise(path, listed, "");
  }

  /** With what the log has before the begin that the running kernel's entry stands behind. */
  private static AttestationResult appraise(String path, String listed, String former)
      throws Exception {
    byte[] data = data(path);
    String log =
        "SYNC "
            + Digest.zero(HashAlgorithm.SHA384)
            + "\n"
            + former
            + "vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n"
            + "mr_ima extend "
            + HashAlgorithm.SHA256.hash(data)
            + "\n";
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(bytes(log)), replay);
    QuotedRegisters quote =
        new QuotedRegisters(
            QuotedPlatform.TDX,
            ImmutableListMultimap.of("rtmr3", QuotedValue.of(replay.value())),
            null,
            ImmutableMap.of(),
            List.of());
    Appraisal appraisal = new Appraisal(quote, Policy.parse("vmr policy 1\n"));
    appraisal.own("vmr.log", () -> new ByteArrayInputStream(bytes(log)), RTMR3);
    String list =
        "10 " + HashAlgorithm.SHA1.hash(data).hex() + " ima-ng sha256:" + HEX + " " + path + "\n";
    appraisal.ima(() -> new ByteArrayInputStream(bytes(list)), new RegisterName("mr_ima"));
    appraisal.files(
        FilePolicy.read(new ByteArrayInputStream(bytes(HEX + "  " + listed + "\n")), null),
        List.of());
    return appraisal.run();
  }

  @Test
  void filesThatAreListedAreAProof() throws Exception {
    AttestationResult result = appraise("/a", "/a");
    assertThat(result.accepted()).as("%s", result.findings()).isTrue();
    assertThat(result.proofs()).extracting(Proof::code).contains("nested", "files");
  }

  @Test
  void oneThatIsNotListedRejectsTheWhole() throws Exception {
    AttestationResult result = appraise("/a", "/b");
    assertThat(result.accepted()).isFalse();
    assertThat(result.findings()).extracting(Finding::code).contains("ima-file-unknown");
    assertThat(result.proofs()).extracting(Proof::code).contains("nested").doesNotContain("files");
  }

  @Test
  void filesThatAKernelBeforeKexecMeasuredAreNotTakenForGranted() throws Exception {
    String former =
        "vmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c10 register/rtmr3\nmr_ima extend "
            + HashAlgorithm.SHA256.hash(data("/evil"))
            + " -- /evil\n";
    AttestationResult result = appraise("/a", "/a", former);
    assertThat(result.accepted()).isFalse();
    assertThat(result.findings())
        .extracting(Finding::toString)
        .anyMatch(text -> text.startsWith("error ima-list-missing"))
        .anyMatch(text -> text.startsWith("warning ima-kexec"));
    assertThat(result.proofs()).extracting(Proof::code).doesNotContain("nested", "files");
  }
}
