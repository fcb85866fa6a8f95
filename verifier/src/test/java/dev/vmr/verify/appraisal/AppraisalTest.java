package dev.vmr.verify.appraisal;

import static dev.vmr.verify.appraisal.AppraisedEvidence.A;
import static dev.vmr.verify.appraisal.AppraisedEvidence.B;
import static dev.vmr.verify.appraisal.AppraisedEvidence.C;
import static dev.vmr.verify.appraisal.AppraisedEvidence.RTMR3;
import static dev.vmr.verify.appraisal.AppraisedEvidence.ZERO;
import static dev.vmr.verify.appraisal.AppraisedEvidence.bytes;
import static dev.vmr.verify.appraisal.AppraisedEvidence.codes;
import static dev.vmr.verify.appraisal.AppraisedEvidence.extended;
import static dev.vmr.verify.appraisal.AppraisedEvidence.give;
import static dev.vmr.verify.appraisal.AppraisedEvidence.log;
import static dev.vmr.verify.appraisal.AppraisedEvidence.own;
import static dev.vmr.verify.appraisal.AppraisedEvidence.policy;
import static dev.vmr.verify.appraisal.AppraisedEvidence.quote;
import static dev.vmr.verify.appraisal.AppraisedEvidence.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/verification.md, sections 5 to 8. */
class AppraisalTest {
  @Test
  void everyRegisterIsExplainedUpToTheVirtualOnes() throws Exception {
    Digest start = extended(ZERO, A, B);
    String own = own(start, "mr_app extend " + A);
    Appraisal appraisal =
        new Appraisal(
            quote("n", "mrtd", C, "rtmr0", extended(ZERO, C), "rtmr1", ZERO, "rtmr3", value(own)),
            policy("virtual mr_app is " + extended(ZERO, A) + "\nregister mrtd is " + C + "\n"));
    appraisal.log("aael", log(LogKind.AAEL, "rtmr3", B), null);
    LogDraft firmware = new LogDraft();
    firmware.add(new EventDraft(LogPlace.record(1), "EV").extend(RTMR3, List.of(A)));
    firmware.add(
        new EventDraft(LogPlace.record(2), "EV").extend(new RegisterName("rtmr0"), List.of(C)));
    appraisal.log("ccel", firmware.finish(LogKind.CCEL), null); // comes first all the same
    give(appraisal, own);
    appraisal.nonce(bytes("n"));
    AttestationResult result = appraisal.run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.accepted()).isTrue();
    assertThat(result.proofs())
        .extracting(Proof::code)
        .contains(
            "quote",
            "first-sync",
            "log",
            "virtual",
            "register",
            "nonce",
            "policy-virtual",
            "policy-register");
    assertThat(result.chains())
        .extracting(each -> each.register() + " " + each.state().text() + " " + each.logs())
        .containsExactlyInAnyOrder(
            "rtmr3 proven [ccel, aael, vmr.log]", "rtmr0 proven [ccel]", "rtmr1 initial []");
    assertThat(result.virtual()).containsKey(new RegisterName("mr_app"));
  }

  @Test
  void aMissingLogIsARejectionUnlessThePolicySaysOtherwise() throws Exception {
    QuotedRegisters quoted = quote("", "rtmr0", A, "rtmr1", ZERO);
    assertThat(codes(new Appraisal(quoted, Policy.none()).run()))
        .containsExactly("error log-missing");
    assertThat(codes(new Appraisal(quoted, policy("unlogged rtmr1\n")).run()))
        .containsExactly("error log-missing");
    assertThat(codes(new Appraisal(quoted, policy("unlogged rtmr0\n")).run()))
        .containsExactly("warning log-missing");
    Appraisal required = new Appraisal(quoted, policy("unlogged all\nlog ccel required\n"));
    assertThat(codes(required.run())).containsExactly("warning log-missing", "error policy-log");
  }

  /** FF, or zeros when there was a dynamic launch: the quote does not say whether there was one. */
  @Test
  void pcrsOfADynamicLaunchBeginInOneOfTwoWays() throws Exception {
    Digest ones = Digest.filled(HashAlgorithm.SHA384, 0xFF);
    QuotedRegisters quoted = quote("", "pcr17", ones, "pcr18", ZERO, "pcr16", ZERO);
    assertThat(new Appraisal(quoted, Policy.none()).run().accepted()).isTrue();
    assertThat(codes(new Appraisal(quote("", "pcr16", ones), Policy.none()).run()))
        .containsExactly("error log-missing");
    for (Digest start : List.of(ones, ZERO)) {
      Appraisal logged = new Appraisal(quote("", "pcr17", extended(start, A)), Policy.none());
      logged.log("cel", log(LogKind.CEL_TLV, "pcr17", A), null);
      assertThat(logged.run().accepted()).isTrue();
      Appraisal other = new Appraisal(quote("", "pcr17", extended(start, B)), Policy.none());
      other.log("cel", log(LogKind.CEL_TLV, "pcr17", A), null);
      assertThat(codes(other.run())).containsExactly("error log-differs");
    }
  }

  @Test
  void aLogThatIsAheadIsToldFromOneThatDiffers() throws Exception {
    Appraisal ahead = new Appraisal(quote("", "rtmr0", extended(ZERO, A)), Policy.none());
    ahead.log("ccel", log(LogKind.CCEL, "rtmr0", A, B), null);
    AttestationResult result = ahead.run();
    assertThat(codes(result)).containsExactly("error log-differs");
    assertThat(result.findings().get(0).text()).contains("after record 1");
    Appraisal two = new Appraisal(quote("", "rtmr0", extended(ZERO, A, B)), Policy.none());
    two.log("one", log(LogKind.DSTACK, "rtmr0", A, B), null);
    two.log("other", log(LogKind.CCEL, "rtmr0", A, C), null);
    result = two.run();
    assertThat(codes(result)).containsExactly("error log-differs");
    assertThat(result.differences()).hasSize(1);
    assertThat(result.differences().get(0).number()).isEqualTo(2);
    Appraisal same = new Appraisal(quote("", "rtmr0", extended(ZERO, A, B)), Policy.none());
    same.log("one", log(LogKind.DSTACK, "rtmr0", A, B), null);
    same.log("other", log(LogKind.CCEL, "rtmr0", A, B), null);
    assertThat(same.run().accepted()).isTrue();
  }

  @Test
  void aNestedLogIsComparedWithItsVirtualRegister() throws Exception {
    String own = own(ZERO, "mr_aa extend " + A, "mr_aa extend " + B);
    QuotedRegisters quoted = quote("", "rtmr3", value(own));
    Appraisal good = new Appraisal(quoted, policy("log aael required\n"));
    give(good, own);
    good.log("aael", log(LogKind.AAEL, "rtmr9", A, B), new RegisterName("mr_aa"));
    assertThat(codes(good.run())).isEmpty();
    Appraisal bad = new Appraisal(quoted, policy("log aael required\n"));
    give(bad, own);
    bad.log("aael", log(LogKind.AAEL, "rtmr9", A, C), new RegisterName("mr_aa"));
    AttestationResult result = bad.run();
    assertThat(codes(result))
        .containsExactly("error log-differs", "error nested-differs", "error policy-log");
    assertThat(result.differences().get(0).right().place()).isEqualTo("line 4");
    Appraisal nowhere = new Appraisal(quoted, Policy.none());
    give(nowhere, own);
    nowhere.log("systemd", log(LogKind.SYSTEMD, "pcr11", A), null);
    assertThat(codes(nowhere.run())).containsExactly("error log-unanchored");
  }

  @Test
  void aPcrIsTheVirtualRegisterThatShowsIt() throws Exception {
    String own = own(ZERO, "mr_systemd define sha384 sha1 pcr/11", "mr_systemd extend " + A);
    Appraisal appraisal = new Appraisal(quote("", "rtmr3", value(own)), Policy.none());
    give(appraisal, own);
    appraisal.log("systemd", log(LogKind.SYSTEMD, "pcr11", A), null);
    assertThat(codes(appraisal.run())).containsExactly("warning bank-unlogged");
  }

  @Test
  void aLogThatDoesNotReplayProvesNoVirtualRegister() throws Exception {
    String own = own(ZERO, "mr_app extend " + A);
    Appraisal appraisal =
        new Appraisal(
            quote("", "rtmr3", A), policy("virtual mr_app is " + extended(ZERO, A) + "\n"));
    give(appraisal, own);
    AttestationResult result = appraisal.run();
    assertThat(codes(result)).containsExactly("error value-differs", "error register-missing");
    assertThat(result.virtual()).isEmpty();
    Appraisal elsewhere = new Appraisal(quote("", "rtmr0", ZERO), Policy.none());
    give(elsewhere, own);
    assertThat(codes(elsewhere.run())).containsExactly("error register-missing");
  }

  /** Of an enclave they are set at its launch; of an instance firmware and kernel extend them. */
  @Test
  void aTpmThatNitroSpeaksOfIsExplainedLikeAnyOther() throws Exception {
    ImmutableListMultimap<String, QuotedValue> pcrs =
        ImmutableListMultimap.of(
            "pcr4",
            QuotedValue.of(HashAlgorithm.SHA384.hash(bytes("boot"))),
            "pcr12",
            QuotedValue.of(Digest.zero(HashAlgorithm.SHA384)));
    QuotedRegisters enclave =
        new QuotedRegisters(QuotedPlatform.NITRO, pcrs, null, ImmutableMap.of(), List.of());
    assertThat(codes(new Appraisal(enclave, Policy.none()).run())).isEmpty();
    QuotedRegisters instance =
        new QuotedRegisters(QuotedPlatform.NITRO_TPM, pcrs, null, ImmutableMap.of(), List.of());
    AttestationResult result = new Appraisal(instance, Policy.none()).run();
    assertThat(codes(result)).containsExactly("error log-missing");
    assertThat(result.chains())
        .extracting(each -> each.register() + " " + each.state().text())
        .containsExactlyInAnyOrder("pcr4 unlogged", "pcr12 initial");
  }
}
