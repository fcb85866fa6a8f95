package dev.vmr.tpm.engine;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The PCRs of a libtpms that has been started, under the lock of its engine. */
final class LibtpmsPcrs {
  private final PcrQueries queries;
  private Map<HashAlgorithm, Integer> allocation = Map.of();

  /** The banks of each PCR that was asked for since {@link #allocation} was. */
  private final Map<Integer, List<HashAlgorithm>> allocated = new HashMap<>();

  /**
   * Those of a TPM.
   *
   * @param tpm executes a command at locality 0
   */
  LibtpmsPcrs(UnaryOperator<byte[]> tpm) {
    this.queries = new PcrQueries(tpm);
  }

  /** Whether the TPM answers about PCRs: before a Startup none does. */
  boolean answer() {
    return queries.read(0, HashAlgorithm.SHA256).isPresent() || queries.allocation().isPresent();
  }

  /** Asks which banks there are: a Startup may have put another allocation in force. */
  void askBanks() {
    allocation = queries.allocation().orElse(Map.of());
    allocated.clear();
  }

  /** The banks that a PCR has. */
  List<HashAlgorithm> banks(int pcr) {
    return allocated.computeIfAbsent(
        pcr,
        each ->
            PcrState.BANKS.stream()
                .filter(bank -> (allocation.getOrDefault(bank, 0) >> each & 1) != 0)
                .toList());
  }

  /** The value of a PCR in a bank that it has. */
  Digest read(int pcr, HashAlgorithm bank) {
    return queries
        .read(pcr, bank)
        .orElseThrow(() -> new IllegalStateException("the TPM does not give PCR " + pcr));
  }
}
