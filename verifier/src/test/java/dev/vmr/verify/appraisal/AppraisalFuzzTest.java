package dev.vmr.verify.appraisal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Whatever the logs are: there is a result, it does not say too much, and there is its page. */
class AppraisalFuzzTest {
  /** The first byte says where the first log ends and the second begins. */
  @FuzzTest(maxDuration = "60s")
  void logs(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int cut = Math.min(data.length, 1 + (data[0] & 0xFF) * 8);
    byte[] one = Arrays.copyOfRange(data, 1, cut);
    byte[] other = Arrays.copyOfRange(data, cut, data.length);
    for (int fill : new int[] {0, 0x11}) {
      Appraisal appraisal = new Appraisal(Trial.quoted(fill), Policy.none());
      try {
        appraisal.log("one", () -> new ByteArrayInputStream(one), null, Trial.RTMR3);
        appraisal.log("other", () -> new ByteArrayInputStream(other), null, Trial.RTMR3);
        appraisal.manifest("mrconfigid", "manifest", () -> new ByteArrayInputStream(one));
        Trial.check(appraisal.run(), fill);
      } catch (EvidenceException e) {
        // what is no log has no result
      }
    }
  }

  /**
   * What the target needs, in a class of its own: the types in a fuzz class's own signatures are
   * loaded before Jazzer's agent is there, so that it retransforms them, and until JDK-8376185 is
   * mended that breaks a record with an annotated component ({@code NoSuchFieldError} in its
   * constructor).
   */
  private static final class Trial {
    static final RegisterName RTMR3 = new RegisterName("rtmr3");

    static QuotedRegisters quoted(int fill) {
      ImmutableListMultimap.Builder<String, QuotedValue> values = ImmutableListMultimap.builder();
      for (int i = 0; i < 4; i++) {
        values.put("rtmr" + i, QuotedValue.of(Digest.filled(HashAlgorithm.SHA384, fill)));
        values.put("pcr" + i, QuotedValue.of(Digest.filled(HashAlgorithm.SHA256, fill)));
      }
      values.put("mrconfigid", QuotedValue.raw(new byte[48]));
      return new QuotedRegisters(
          QuotedPlatform.TDX, values.build(), null, ImmutableMap.of(), List.of());
    }

    static void check(AttestationResult result, int fill) throws IOException {
      boolean explained =
          result.chains().stream()
              .allMatch(
                  each ->
                      each.state() == RegisterChain.State.PROVEN
                          || each.state() == RegisterChain.State.INITIAL);
      if (result.accepted() && (!explained || fill != 0)) {
        throw new AssertionError("accepted: " + result.chains());
      }
      String page = Report.page(result, "");
      if (page.contains("<script") || page.contains("\u202E")) {
        throw new AssertionError("a page with a script");
      }
    }
  }
}
