package dev.vmr.verify.appraisal;

import static dev.vmr.verify.appraisal.AppraisedEvidence.A;
import static dev.vmr.verify.appraisal.AppraisedEvidence.B;
import static dev.vmr.verify.appraisal.AppraisedEvidence.C;
import static dev.vmr.verify.appraisal.AppraisedEvidence.ZERO;
import static dev.vmr.verify.appraisal.AppraisedEvidence.bytes;
import static dev.vmr.verify.appraisal.AppraisedEvidence.codes;
import static dev.vmr.verify.appraisal.AppraisedEvidence.extended;
import static dev.vmr.verify.appraisal.AppraisedEvidence.give;
import static dev.vmr.verify.appraisal.AppraisedEvidence.own;
import static dev.vmr.verify.appraisal.AppraisedEvidence.policy;
import static dev.vmr.verify.appraisal.AppraisedEvidence.quote;
import static dev.vmr.verify.appraisal.AppraisedEvidence.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an appraisal makes of policies, nonces and manifests (docs/policy.md). */
class AppraisalPolicyTest {
  @Test
  void aJumpIsAllowedByItsValueOnly() throws Exception {
    String log = own(ZERO, "mr_app extend " + A, "SYNC " + B, "mr_app extend " + A);
    QuotedRegisters quoted = quote("", "rtmr3", value(log));
    for (String[] each :
        new String[][] {
          {"", "error unexplained-jump"},
          {"jump rtmr3 to " + A + "\n", "error unexplained-jump"},
          {"jump rtmr2 any\n", "error unexplained-jump"},
          {"jump rtmr3 to " + A + " " + B + "\n", "warning unexplained-jump"},
          {"jump rtmr3 any\n", "warning unexplained-jump"},
        }) {
      Appraisal appraisal = new Appraisal(quoted, policy(each[0]));
      give(appraisal, log);
      assertThat(codes(appraisal.run())).as(each[0]).containsExactly(each[1]);
    }
  }

  @Test
  void aRestoredRegisterIsAllowedByAllOfItsValues() throws Exception {
    Digest sha1 = Digest.filled(HashAlgorithm.SHA1, 7);
    String define = "mr_ima define sha1 sha384 pcr/10 resettable";
    String log = own(ZERO, define, "mr_ima reset " + sha1 + " " + A, "mr_ima extend " + B);
    QuotedRegisters quoted = quote("", "rtmr3", value(log));
    for (String[] each :
        new String[][] {
          {"", "error"},
          {"jump rtmr3 any\n", "error"},
          {"restore rtmr3 any\n", "error"},
          {"restore mr_app any\n", "error"},
          {"restore mr_ima to " + A + "\n", "error"},
          {"restore mr_ima to " + sha1 + " " + B + "\n", "error"},
          {"restore mr_ima to " + B + " " + A + "\nrestore mr_ima to " + sha1 + "\n", "warning"},
          {"restore mr_ima any\n", "warning"},
        }) {
      Appraisal appraisal = new Appraisal(quoted, policy(each[0]));
      give(appraisal, log);
      AttestationResult result = appraisal.run();
      assertThat(codes(result)).as(each[0]).containsExactly(each[1] + " unexplained-restore");
      assertThat(result.accepted()).isEqualTo(each[1].equals("warning"));
    }
    String again = log + "mr_ima reset " + sha1 + " " + B + "\n";
    Appraisal twice =
        new Appraisal(
            quote("", "rtmr3", value(again)), policy("restore mr_ima to " + sha1 + " " + A + "\n"));
    give(twice, again);
    assertThat(codes(twice.run()))
        .containsExactly("warning unexplained-restore", "error unexplained-restore");
  }

  @Test
  void aPolicyIsComparedBankByBank() throws Exception {
    String own = own(ZERO, "mr_app extend " + A, "mr_app lock", "mr_x lock");
    QuotedRegisters quoted = quote("ab", "mrtd", C, "rtmr3", value(own));
    for (String[] each :
        new String[][] {
          {"platform tdx\nregister mrtd is " + A + " " + C + "\n", ""},
          {"platform cca nitro\n", "error policy-platform"},
          {"register mrtd is " + A + "\n", "error policy-register"},
          {"register mrtd is sha1/" + "0".repeat(40) + "\n", "error register-missing"},
          {"register rtmr9 is " + A + "\n", "error register-missing"},
          {"register mrconfigid is hex/" + C.hex() + "\n", ""},
          {"register mrconfigid is hex/" + A.hex() + "\n", "error policy-register"},
          {"register td_attributes is hex/00ff\n", ""},
          {"register td_attributes is hex/00fe\n", "error policy-register"},
          {"virtual mr_app is " + A + "\n", "error policy-virtual"},
          {"virtual mr_app is sha1/" + "0".repeat(40) + "\n", "error policy-virtual"},
          {"virtual mr_none is " + A + "\n", "error register-missing"},
          {"virtual mr_app locked\nvirtual mr_app extended\n", ""},
          {"virtual mr_x extended\n", "error policy-virtual"},
          {"virtual mr_none locked\n", "error policy-unlocked"},
          {"log vmr required\n", ""},
          {"tcb UpToDate\n", "error policy-tcb"},
          {"age 10\n", "error policy-age"},
          {"nonce required\n", "error nonce-missing"},
          {"report-data is hex/6162\nreport-data begins hex/61\n", ""},
          {"report-data is hex/61\n", "error policy-report-data"},
          {"report-data begins hex/62\n", "error policy-report-data"},
        }) {
      Appraisal appraisal = new Appraisal(quoted, policy(each[0]));
      give(appraisal, own);
      assertThat(String.join(" ", codes(appraisal.run()))).as(each[0]).isEqualTo(each[1]);
    }
  }

  @Test
  void aNonceMustBeBound() throws Exception {
    QuotedRegisters plain = quote("nonce", "rtmr0", ZERO);
    byte[] hash = HashAlgorithm.SHA256.hash(bytes("nonce")).toByteArray();
    QuotedRegisters hashed =
        new QuotedRegisters(
            QuotedPlatform.TDX,
            plain.registers(),
            QuotedValue.raw(java.util.Arrays.copyOf(hash, 64)),
            ImmutableMap.of(),
            List.of());
    for (QuotedRegisters each : List.of(plain, hashed)) {
      Appraisal right = new Appraisal(each, policy("nonce required\n"));
      right.nonce(bytes("nonce"));
      assertThat(codes(right.run())).isEmpty();
      Appraisal wrong = new Appraisal(each, Policy.none());
      wrong.nonce(bytes("nonca"));
      assertThat(codes(wrong.run())).containsExactly("error nonce-differs");
    }
  }

  @Test
  void aManifestIsWhatTheMachineWasLaunchedWith() throws Exception {
    String manifest = "SYNC " + ZERO + "\nmr_policy extend " + A + "\n";
    QuotedRegisters quoted = quote("", "mrowner", value(manifest), "rtmr3", ZERO);
    Appraisal good =
        new Appraisal(
            quoted,
            policy(
                "virtual mr_policy is " + extended(ZERO, A) + "\nvirtual mr_policy of mrowner\n"));
    good.manifest("mrowner", "manifest", () -> new ByteArrayInputStream(bytes(manifest)));
    assertThat(codes(good.run())).isEmpty();
    Appraisal bad = new Appraisal(quoted, Policy.none());
    bad.manifest("mrconfigid", "manifest", () -> new ByteArrayInputStream(bytes(manifest)));
    assertThat(codes(bad.run())).containsExactly("error manifest-differs");
  }
}
