package dev.vmr.tpm.engine;

import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all PCRs in all banks, and what a start, a hash sequence or a command makes of
 * them.
 */
final class PcrState {
  /** The banks, all allocated, in the order of the TCG algorithm identifiers. */
  static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private static final InitialValue HCRTM_START = new InitialValue(4);

  private final RegisterBank[][] values = new RegisterBank[BANKS.size()][PcrAttributes.COUNT];
  private RegisterBank @Nullable [][] saved;
  private boolean hcrtm;
  private int updates;
  private int savedUpdates;

  PcrState() {
    powerOn();
  }

  /**
   * Every PCR as it is after _TPM_Init: new, but for what was saved, which stays as it is until a
   * Startup decides about it.
   */
  void powerOn() {
    hcrtm = false;
    for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
      if (saved == null || !PcrAttributes.saved(pcr)) {
        begin(pcr);
      }
    }
  }

  private void begin(int pcr) {
    fill(pcr, PcrAttributes.initial(pcr));
  }

  /**
   * Startup(CLEAR) at a locality (Part 1, section 34.3): PCR 0 begins with it, or with a H-CRTM.
   */
  void start(int locality) {
    saved = null;
    updates = 0;
    for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
      if (pcr != PcrAttributes.HCRTM) {
        begin(pcr);
      }
    }
    if (!hcrtm) {
      fill(PcrAttributes.HCRTM, new InitialValue(locality));
    }
    countStarted(false);
  }

  /** Shutdown(STATE): keeps what Startup(STATE) is to bring back. */
  void save() {
    RegisterBank[][] copy = new RegisterBank[BANKS.size()][];
    for (int bank = 0; bank < copy.length; bank++) {
      copy[bank] = values[bank].clone();
    }
    saved = copy;
    savedUpdates = updates;
  }

  /** Whether there is something to bring back. */
  boolean hasSaved() {
    return saved != null;
  }

  /** Something that was saved has changed since: it can no longer be brought back. */
  void forgetSaved() {
    saved = null;
  }

  /** Startup(STATE) after a Shutdown(STATE). */
  void restore() {
    RegisterBank[][] from = saved;
    for (int bank = 0; from != null && bank < from.length; bank++) {
      for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
        if (PcrAttributes.saved(pcr)) {
          values[bank][pcr] = from[bank][pcr];
        }
      }
    }
    saved = null;
    updates = savedUpdates;
    countStarted(true);
  }

  /** To give a PCR its value at a start is a change of it, too. */
  private void countStarted(boolean resumed) {
    for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
      boolean begins = !(resumed && PcrAttributes.saved(pcr));
      updates += begins && PcrAttributes.counted(pcr) ? 1 : 0;
    }
  }

  /** TPM2_Clear counts as a change (Part 3, section 24.6). */
  void countClear() {
    updates++;
    saved = null;
  }

  /** _TPM_Hash_End (Part 3, section 22.9). */
  void hashSequence(List<Digest> digests, boolean started) {
    int target = started ? PcrAttributes.DRTM : PcrAttributes.HCRTM;
    if (started) {
      for (int pcr = 0; pcr < PcrAttributes.COUNT; pcr++) {
        if (PcrAttributes.drtm(pcr)) {
          fill(pcr, InitialValue.ZEROS);
        }
      }
    } else {
      hcrtm = true;
      fill(target, HCRTM_START);
    }
    extend(target, digests);
  }

  /** PCR_Reset. */
  void reset(int pcr) {
    fill(pcr, InitialValue.ZEROS);
    changed(pcr);
  }

  /** PCR_Extend: in the order given. */
  void extend(int pcr, List<Digest> digests) {
    for (Digest digest : digests) {
      int bank = BANKS.indexOf(digest.algorithm());
      values[bank][pcr] = values[bank][pcr].extendedBy(digest);
      changed(pcr);
    }
  }

  /** Sets banks of a PCR when a TPM is rebuilt from its log. */
  void set(int pcr, List<Digest> banks) {
    for (Digest value : banks) {
      values[BANKS.indexOf(value.algorithm())][pcr] = new RegisterBank(value);
    }
  }

  /** The digest of data in each bank's algorithm. */
  static List<Digest> hashAll(byte[] data) {
    return BANKS.stream().map(bank -> bank.hash(data)).toList();
  }

  Digest read(int bank, int pcr) {
    return values[bank][pcr].value();
  }

  /** TPM_RC pcrUpdateCounter (Part 1, section 17.9). */
  int updates() {
    return updates;
  }

  private void changed(int pcr) {
    if (PcrAttributes.counted(pcr)) {
      updates++;
    }
    if (PcrAttributes.saved(pcr)) {
      saved = null;
    }
  }

  private void fill(int pcr, InitialValue value) {
    for (int bank = 0; bank < values.length; bank++) {
      values[bank][pcr] = new RegisterBank(value.in(BANKS.get(bank)));
    }
  }
}
