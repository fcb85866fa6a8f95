package dev.vmr.verify.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.verify.EvidenceException;
import java.util.List;

/** Roots and endorsements of any content: refused in words, or sorted. */
class TrustFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void root(byte[] data) {
    try {
      TrustAnchors.none().plus(data);
    } catch (EvidenceException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("refused without a word", e);
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void endorsement(byte[] data) {
    Endorsements sorted = Endorsements.of(List.of(data));
    if (sorted.certificates().isEmpty() && sorted.crls().isEmpty() && sorted.others().isEmpty()) {
      throw new AssertionError("something was lost");
    }
  }
}
