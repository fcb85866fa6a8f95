package dev.vmr.tpm;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.List;
import java.util.Map;

/** A TPM whose PCRs can be looked at and rebuilt without commands. */
public interface TpmEngine extends Tpm {

  /** The name that configurations use, such as {@code pcr-only}. */
  String name();

  /** How many PCRs there are; they are numbered from 0. */
  int pcrCount();

  /** The allocated banks, in the order in which PCR_Event answers them. */
  List<HashAlgorithm> banks();

  /**
   * The value of a PCR, as PCR_Read would answer it.
   *
   * @throws IllegalArgumentException when there is no such PCR or bank
   */
  Digest readPcr(int pcr, HashAlgorithm bank);

  /**
   * Powers the TPM on as one that has been started and whose PCRs have these values: how a bridge
   * continues after a restart of its process. PCRs that are not named have their initial values.
   *
   * @throws IllegalArgumentException when a PCR or a bank does not exist
   */
  void resume(Map<Integer, List<Digest>> pcrs);
}
