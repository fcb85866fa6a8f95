package dev.vmr.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.appraisal.Appraisal;
import dev.vmr.verify.policy.Policy;
import dev.vmr.verify.trust.QuoteContext;
import java.io.IOException;
import java.time.Instant;

class EvidenceBundleFuzzTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");

  @FuzzTest
  void whatParsesIsTheOneSpellingAndHasBothForms(byte[] input) throws Exception {
    EvidenceBundle bundle;
    try {
      bundle = EvidenceBundle.parse(input);
    } catch (BundleFormatException e) {
      assertThat(e).message().isNotEmpty();
      return;
    }
    assertThat(EvidenceBundle.recognises(input)).isTrue();
    assertThat(bundle.format(EvidenceBundle.form(input))).isEqualTo(input);
    for (EvidenceBundle.Form form : EvidenceBundle.Form.values()) {
      byte[] written = bundle.format(form);
      assertThat(EvidenceBundle.parse(written).format(form)).isEqualTo(written);
    }
  }

  @FuzzTest
  void everyBundleHasAVerdictOrAReason(byte[] input) throws IOException {
    try {
      BundledEvidence evidence = new BundledEvidence(EvidenceBundle.parse(input));
      Appraisal appraisal =
          new Appraisal(evidence.quoted(QuoteContext.pinned(Instant.EPOCH)), Policy.none());
      evidence.give(appraisal, RTMR3, null, false);
      assertThat(appraisal.run().findings()).isNotNull();
    } catch (BundleFormatException | EvidenceException e) {
      assertThat(e).message().isNotEmpty();
    }
  }

  @FuzzTest
  void whatParsesAsMetadataIsTheOneSpelling(byte[] input) {
    try {
      assertThat(BundleMetadata.parse(input).format()).isEqualTo(input);
    } catch (BundleFormatException e) {
      assertThat(e).message().isNotEmpty();
    }
  }
}
