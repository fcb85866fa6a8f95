package dev.vmr.verify.appraisal;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.LogCheck;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.QuotedValue;
import dev.vmr.verify.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A static manifest against a register that was set at launch (docs/verification.md, section 8).
 *
 * @param register the platform's name of the register
 * @param label what the caller calls the manifest
 * @param source its bytes
 */
record ManifestCheck(String register, String label, Source source) {

  void run(
      QuotedRegisters quoted, List<Proof> proofs, List<Finding> findings, ProvenRegisters virtual)
      throws IOException, EvidenceException {
    Optional<QuotedValue> value = quoted.value(register);
    if (value.isEmpty()) {
      findings.add(Finding.error("register-missing", "the quote has no register " + register));
      return;
    }
    ReplayedLog replayed = LogCheck.replay(source, HashAlgorithm.SHA384, null).result();
    replayed
        .findings()
        .forEach(
            each ->
                findings.add(
                    Finding.error(
                        each.code().text(), label + ", line " + each.line() + ": " + each.text())));
    if (value.get().as(replayed.value().algorithm()).filter(replayed.value()::equals).isEmpty()) {
      findings.add(
          Finding.error(
              "manifest-differs",
              label + " replays to " + replayed.value() + ", " + register + " is " + value.get()));
      return;
    }
    proofs.add(new Proof("manifest", register, label + " is what the machine was launched with"));
    virtual.add(register, replayed.registers(), findings);
  }
}
