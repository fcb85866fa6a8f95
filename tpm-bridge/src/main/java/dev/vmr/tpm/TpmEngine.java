package dev.vmr.tpm;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A TPM whose PCRs can be looked at and rebuilt without commands. */
public interface TpmEngine extends Tpm, Closeable {

  /** The name that configurations use, such as {@code pcr-only}. */
  String name();

  /** How many PCRs there are; they are numbered from 0. */
  int pcrCount();

  /** The banks that there can be, in the order in which PCR_Event answers them. */
  List<HashAlgorithm> banks();

  /** The banks that a PCR has now, in the same order; all while there is no telling. */
  List<HashAlgorithm> banks(int pcr);

  /**
   * Whether the PCRs have values by now: false while only a Startup command will decide whether
   * they go on or begin anew.
   */
  boolean readable();

  /**
   * The value of a PCR in a bank that it has, as PCR_Read would answer it; before Startup, what it
   * will begin with.
   *
   * @throws IllegalArgumentException when there is no such PCR or bank
   */
  Digest readPcr(int pcr, HashAlgorithm bank);

  /**
   * Powers the TPM on as one that has been started and whose PCRs have these values: how a bridge
   * continues after a restart of its process. PCRs that are not named have their initial values.
   *
   * @throws IllegalArgumentException when a PCR or a bank does not exist
   * @throws IOException when the TPM does not start, or cannot be given these values
   */
  void resume(Map<Integer, List<Digest>> pcrs) throws IOException;
}
