package dev.vmr.verify.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.vmr.log.LineScanner;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedPlatform;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.policy.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/verification.md, sections 5 to 8. */
class AppraisalTest {
  private static final RegisterName RTMR3 = new RegisterName("rtmr3");
  private static final Digest ZERO = Digest.zero(HashAlgorithm.SHA384);
  private static final Digest A = HashAlgorithm.SHA384.hash(new byte[] {1});
  private static final Digest B = HashAlgorithm.SHA384.hash(new byte[] {2});
  private static final Digest C = HashAlgorithm.SHA384.hash(new byte[] {3});

  private static Digest extended(Digest start, Digest... by) {
    RegisterBank bank = new RegisterBank(start);
    for (Digest each : by) {
      bank = bank.extendedBy(each);
    }
    return bank.value();
  }

  private static MeasurementLog log(LogKind kind, String register, Digest... digests) {
    LogDraft draft = new LogDraft();
    for (Digest each : digests) {
      LogPlace place = LogPlace.record(draft.events() + 1L);
      draft.add(new EventDraft(place, "EV").extend(new RegisterName(register), List.of(each)));
    }
    return draft.finish(kind);
  }

  private static QuotedRegisters quote(String nonce, Object... values) {
    ImmutableListMultimap.Builder<String, QuotedValue> registers = ImmutableListMultimap.builder();
    for (int i = 0; i < values.length; i += 2) {
      registers.put((String) values[i], QuotedValue.of((Digest) values[i + 1]));
    }
    registers.put("mrconfigid", QuotedValue.raw(C.toByteArray()));
    byte[] data = java.util.Arrays.copyOf(nonce.getBytes(StandardCharsets.US_ASCII), 64);
    return new QuotedRegisters(
        QuotedPlatform.TDX,
        registers.build(),
        QuotedValue.raw(data),
        ImmutableMap.of("td_attributes", "00ff"),
        List.of());
  }

  private static byte[] bytes(String log) {
    return log.getBytes(StandardCharsets.US_ASCII);
  }

  private static Digest value(String log) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(bytes(log)), replay);
    return replay.value();
  }

  private static String own(Digest start, String... records) {
    return "SYNC "
        + start
        + "\nvmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n"
        + String.join("\n", records)
        + "\n";
  }

  private static Policy policy(String statements) throws Exception {
    return Policy.parse("vmr policy 1\n" + statements);
  }

  private static List<String> codes(AttestationResult result) {
    List<String> codes = new ArrayList<>();
    for (Finding each : result.findings()) {
      if (each.severity() != Finding.Severity.INFO) {
        codes.add(each.severity().text() + " " + each.code());
      }
    }
    return codes;
  }

  private static void give(Appraisal appraisal, String log) throws IOException {
    appraisal.own("vmr.log", () -> new ByteArrayInputStream(bytes(log)), RTMR3);
  }

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
