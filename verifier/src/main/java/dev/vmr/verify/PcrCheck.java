package dev.vmr.verify;

import dev.vmr.record.Define;
import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps 4 and 5 of docs/verification.md: what a TPM client saw, against the registers of PCRs. */
final class PcrCheck {
  private static final int FIRST_DRTM = 17;
  private static final int LAST_DRTM = 22;
  private static final int LAST_FIRMWARE_PCR = 9;

  /** PCRs that the bridge keeps off the log (docs/tpm-bridge.md, section 3). */
  private static final List<Integer> UNLOGGED = List.of(16, 20, 21, 22, 23);

  private PcrCheck() {}

  static List<Finding> checkValues(List<PcrValues.Value> values, ReplayedLog log) {
    List<Finding> findings = new ArrayList<>();
    for (PcrValues.Value value : values) {
      if (!UNLOGGED.contains(value.pcr())) {
        Digest replayed = replayed(log, value.pcr(), value.claimed());
        if (!replayed.equals(value.claimed())) {
          findings.add(differs("pcr-differs", value.pcr(), value.claimed(), replayed));
        }
      }
    }
    return findings;
  }

  static List<Finding> checkBootLog(MeasurementLog boot, ReplayedLog log) {
    List<Finding> findings = new ArrayList<>();
    for (EventFinding each : boot.findings()) {
      if (each.severity() == EventFinding.Severity.ERROR) {
        String code = boot.complete() ? each.code().text() : "bootlog-malformed";
        findings.add(Finding.error(code, each.place() + ": " + each.text()));
      }
    }
    for (int pcr = 0; pcr <= LAST_FIRMWARE_PCR; pcr++) {
      for (Digest value : boot.replayed().getOrDefault(Registers.pcr(pcr), Map.of()).values()) {
        Digest replayed = replayed(log, pcr, value);
        if (!replayed.equals(value)) {
          findings.add(differs("bootlog-differs", pcr, value, replayed));
        }
      }
    }
    return findings;
  }

  private static Finding differs(String code, int pcr, Digest value, Digest replayed) {
    return Finding.error(
        code, "PCR " + pcr + " is " + value + ", its register replays to " + replayed);
  }

  /** The replayed bank of the register that shows a PCR; what a PCR begins with if none does. */
  private static Digest replayed(ReplayedLog log, int pcr, Digest like) {
    Optional<VirtualRegister> register =
        log.registers().values().stream().filter(each -> shows(each, pcr)).findFirst();
    InitialValue fresh =
        pcr >= FIRST_DRTM && pcr <= LAST_DRTM ? InitialValue.ONES : InitialValue.ZEROS;
    return register
        .map(each -> each.banks().get(like.algorithm()))
        .orElse(fresh.in(like.algorithm()));
  }

  private static boolean shows(VirtualRegister register, int pcr) {
    Integer shown = register.definition().map(Define::pcr).orElse(null);
    return shown != null && shown == pcr;
  }
}
