package dev.vmr.verify.appraisal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import dev.vmr.verify.QuotedRegisters;
import dev.vmr.verify.checkpoint.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an appraisal leads to (RFC 9334, section 8.4).
 *
 * @param quoted what the quote says
 * @param chains how each register that can be extended came to its value
 * @param logs the logs of the field
 * @param own our own logs
 * @param virtual the virtual registers of our own logs that are proven
 * @param differences where two accounts of a register part
 * @param proofs what has succeeded, in order
 * @param findings what is to be said, in order
 * @param end where our own log ended, or null when nobody asked
 */
public record AttestationResult(
    QuotedRegisters quoted,
    List<RegisterChain> chains,
    List<GivenLog> logs,
    List<OwnLog> own,
    Map<RegisterName, VirtualRegister> virtual,
    List<LogDifference> differences,
    List<Proof> proofs,
    List<Finding> findings,
    @Nullable Checkpoint end) {

  /** Copies the collections. */
  public AttestationResult {
    chains = ImmutableList.copyOf(chains);
    logs = ImmutableList.copyOf(logs);
    own = ImmutableList.copyOf(own);
    virtual = ImmutableSortedMap.copyOf(virtual);
    differences = ImmutableList.copyOf(differences);
    proofs = ImmutableList.copyOf(proofs);
    findings = ImmutableList.copyOf(findings);
  }

  /** Whether nothing speaks against the evidence. */
  public boolean accepted() {
    return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }

  /** Where the next verification can go on: only after evidence that was accepted. */
  public Optional<Checkpoint> checkpoint() {
    return accepted() ? Optional.ofNullable(end) : Optional.empty();
  }
}
