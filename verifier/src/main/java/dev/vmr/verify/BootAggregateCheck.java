package dev.vmr.verify;

import dev.vmr.ima.BootAggregate;
import dev.vmr.ima.FileDigest;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries boot_aggregate of a list against PCRs 0 to 9 (docs/ima.md, section 6). */
public final class BootAggregateCheck {
  private BootAggregateCheck() {}

  /**
   * Compares.
   *
   * @param source what the values are from, for people
   * @param pcrs the banks of PCRs 0 to 9 as far as they are known
   * @throws EvidenceException when the list is malformed or truncated
   */
  public static List<Finding> check(
      Source list, String source, Map<HashAlgorithm, List<Digest>> pcrs)
      throws EvidenceException, IOException {
    List<BootAggregate> aggregates;
    try {
      aggregates = BootAggregate.of(list::open);
    } catch (ImaFormatException e) {
      throw new EvidenceException("IMA list: " + e.getMessage());
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < aggregates.size(); i++) {
      findings.add(check(aggregates.get(i), i == aggregates.size() - 1, source, pcrs));
    }
    return findings;
  }

  private static Finding check(
      BootAggregate aggregate, boolean last, String source, Map<HashAlgorithm, List<Digest>> pcrs) {
    FileDigest claimed = aggregate.claimed();
    String what = "entry " + aggregate.entry() + " of the list (boot_aggregate) " + claimed + ": ";
    if (aggregate.noTpm()) {
      return Finding.info("ima-boot-aggregate", what + "the kernel found no TPM when it started");
    }
    Optional<HashAlgorithm> algorithm = HashAlgorithm.ofKernelName(claimed.algorithm());
    List<Digest> values = algorithm.map(pcrs::get).orElse(null);
    if (algorithm.isEmpty() || values == null) {
      return new Finding(
          "ima-boot-aggregate-unknown",
          Finding.Severity.WARNING,
          null,
          what + "there are no values of PCRs 0 to 9 in that bank in " + source);
    }
    Optional<String> pcrsThatGiveIt = aggregate.explainedBy(algorithm.get(), values);
    if (pcrsThatGiveIt.isPresent()) {
      return Finding.info(
          "ima-boot-aggregate", what + "the hash of " + pcrsThatGiveIt.get() + " of " + source);
    }
    return new Finding(
        "ima-boot-aggregate-differs",
        last ? Finding.Severity.ERROR : Finding.Severity.WARNING,
        null,
        what
            + "PCRs 0 to 9 of "
            + source
            + " give another"
            + (last ? "" : "; it is a former kernel's"));
  }
}
