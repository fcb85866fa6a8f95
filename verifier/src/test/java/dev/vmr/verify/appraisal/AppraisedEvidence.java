package dev.vmr.verify.appraisal;

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

/** Quotes and logs that fit each other, as tests of the appraisal need them. */
final class AppraisedEvidence {
  static final RegisterName RTMR3 = new RegisterName("rtmr3");
  static final Digest ZERO = Digest.zero(HashAlgorithm.SHA384);
  static final Digest A = HashAlgorithm.SHA384.hash(new byte[] {1});
  static final Digest B = HashAlgorithm.SHA384.hash(new byte[] {2});
  static final Digest C = HashAlgorithm.SHA384.hash(new byte[] {3});

  private AppraisedEvidence() {}

  static Digest extended(Digest start, Digest... by) {
    RegisterBank bank = new RegisterBank(start);
    for (Digest each : by) {
      bank = bank.extendedBy(each);
    }
    return bank.value();
  }

  static MeasurementLog log(LogKind kind, String register, Digest... digests) {
    LogDraft draft = new LogDraft();
    for (Digest each : digests) {
      LogPlace place = LogPlace.record(draft.events() + 1L);
      draft.add(new EventDraft(place, "EV").extend(new RegisterName(register), List.of(each)));
    }
    return draft.finish(kind);
  }

  static QuotedRegisters quote(String nonce, Object... values) {
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

  static byte[] bytes(String log) {
    return log.getBytes(StandardCharsets.US_ASCII);
  }

  static Digest value(String log) throws IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(bytes(log)), replay);
    return replay.value();
  }

  static String own(Digest start, String... records) {
    return "SYNC "
        + start
        + "\nvmr begin 1 boot/0b1f5c9e-53a8-4f0e-9d0a-6a1f0e6f2c11 register/rtmr3\n"
        + String.join("\n", records)
        + "\n";
  }

  static Policy policy(String statements) throws Exception {
    return Policy.parse("vmr policy 1\n" + statements);
  }

  static List<String> codes(AttestationResult result) {
    List<String> codes = new ArrayList<>();
    for (Finding each : result.findings()) {
      if (each.severity() != Finding.Severity.INFO) {
        codes.add(each.severity().text() + " " + each.code());
      }
    }
    return codes;
  }

  static void give(Appraisal appraisal, String log) throws IOException {
    appraisal.own("vmr.log", () -> new ByteArrayInputStream(bytes(log)), RTMR3);
  }
}
