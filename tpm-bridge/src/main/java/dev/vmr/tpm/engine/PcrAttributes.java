package dev.vmr.tpm.engine;

import dev.vmr.record.InitialValue;

/**
 * What may be done to which of the 24 PCRs from which locality (PC Client Platform TPM Profile,
 * section 4.7).
 */
final class PcrAttributes {
  static final int COUNT = 24;

  /** TPM_PT_PCR tags (Part 2, section 6.14), in the order in which a TPM lists them. */
  private static final int SAVE = 0x00;

  private static final int EXTEND_L0 = 0x01;
  private static final int RESET_L4 = 0x0A;
  private static final int NO_INCREMENT = 0x11;
  private static final int DRTM_RESET = 0x12;
  private static final int POLICY = 0x13;
  private static final int AUTH = 0x14;

  private static final int DEBUG = 16;
  private static final int FIRST_DRTM = 17;
  private static final int LAST_DRTM = 22;
  private static final int APPLICATION = 23;

  /** The PCR of _TPM_Hash_End before Startup. */
  static final int HCRTM = 0;

  /** The PCR of _TPM_Hash_End after Startup. */
  static final int DRTM = 17;

  private PcrAttributes() {}

  /** Whether Shutdown(STATE) and Startup(STATE) keep the PCR. */
  static boolean saved(int pcr) {
    return pcr < DEBUG;
  }

  /** Whether the PCR begins with FF and is zeroed by a DRTM. */
  static boolean drtm(int pcr) {
    return pcr >= FIRST_DRTM && pcr <= LAST_DRTM;
  }

  /** What the PCR begins with at a Startup(CLEAR) at locality 0. */
  static InitialValue initial(int pcr) {
    return drtm(pcr) ? InitialValue.ONES : InitialValue.ZEROS;
  }

  /** Whether a change of the PCR counts in pcrUpdateCounter. */
  static boolean counted(int pcr) {
    return pcr != DEBUG && pcr != 21 && pcr != LAST_DRTM && pcr != APPLICATION;
  }

  /** Whether PCR_Extend is allowed from a locality. */
  static boolean extendable(int pcr, int locality) {
    if (pcr <= DEBUG || pcr == APPLICATION) {
      return true;
    }
    return switch (locality) {
      case 1 -> pcr == 20;
      case 2 -> true;
      case 3 -> pcr <= 20;
      case 4 -> pcr <= 18;
      default -> false;
    };
  }

  /** Whether PCR_Reset is allowed from a locality. */
  static boolean resettable(int pcr, int locality) {
    if (pcr == DEBUG || pcr == APPLICATION) {
      return locality <= 3;
    }
    return locality == 2 && pcr >= 20 && pcr <= LAST_DRTM;
  }

  /** Whether this TPM reports the TPM_PT_PCR tag. */
  static boolean hasTag(int tag) {
    return tag <= RESET_L4 || (tag >= NO_INCREMENT && tag <= AUTH);
  }

  /** The PCRs of a TPM_PT_PCR tag that {@link #hasTag} knows: bit n is PCR n. */
  static int select(int tag) {
    int select = 0;
    for (int pcr = 0; pcr < COUNT; pcr++) {
      select |= has(tag, pcr) ? 1 << pcr : 0;
    }
    return select;
  }

  private static boolean has(int tag, int pcr) {
    int locality = (tag - EXTEND_L0) / 2;
    return switch (tag) {
      case SAVE -> saved(pcr);
      case NO_INCREMENT -> !counted(pcr);
      case DRTM_RESET, RESET_L4 -> drtm(pcr); // RESET_L4 is an attribute; the command is refused
      case POLICY, AUTH -> false;
      default -> (tag - EXTEND_L0) % 2 == 0 ? extendable(pcr, locality) : resettable(pcr, locality);
    };
  }
}
