package dev.vmr.verify.appraisal;

import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaSource;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.BootPcrs;
import dev.vmr.verify.EvidenceException;
import dev.vmr.verify.Finding;
import dev.vmr.verify.Source;
import dev.vmr.verify.files.FileAppraisal;
import dev.vmr.verify.files.FilePolicy;
import dev.vmr.verify.files.SigningKey;
import java.io.IOException;
import java.util.List;

/**
 * The files of an IMA list against a reference list (docs/ima-policy.md).
 *
 * @param policy what is wanted
 * @param keys that are believed besides those of the policy
 */
record FilesCheck(FilePolicy policy, List<SigningKey> keys) {
  /** A result is looked at by people; the command for the list alone gives every finding. */
  private static final int MAX_FINDINGS = 1000;

  /**
   * Appraises.
   *
   * @param log that has the register
   * @param proven whether the list is what the register was extended by
   */
  void run(
      Source list,
      RegisterName register,
      ReplayedLog log,
      boolean proven,
      List<Finding> findings,
      List<Proof> proofs)
      throws IOException, EvidenceException {
    int before = findings.size();
    long[] left = new long[1];
    FileAppraisal appraisal =
        new FileAppraisal(
            policy,
            keys,
            finding -> {
              if (findings.size() - before < MAX_FINDINGS) {
                findings.add(finding);
              } else {
                left[0]++;
              }
            });
    appraisal.bootPcrs("the event log", BootPcrs.of(log.registers().values()));
    ImaSource source = list::open;
    try {
      source.read(appraisal);
    } catch (ImaFormatException e) {
      throw new EvidenceException("IMA list: " + e.getMessage());
    }
    appraisal.finish();
    if (left[0] > 0) {
      Finding.Severity severity =
          appraisal.accepted() ? Finding.Severity.WARNING : Finding.Severity.ERROR;
      String text = left[0] + " more findings about files: vmr ima appraise prints them";
      findings.add(new Finding("ima-more-findings", severity, null, text));
    }
    if (proven && appraisal.accepted()) {
      String text = "all " + appraisal.entries() + " entries of the IMA list are wanted";
      proofs.add(new Proof("files", register.text(), text));
    }
  }
}
