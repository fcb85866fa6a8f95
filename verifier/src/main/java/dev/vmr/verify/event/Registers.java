package dev.vmr.verify.event;

import com.google.common.collect.ImmutableSet;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.util.Set;

/** The names that registers have in {@link MeasurementLog}, and what they begin with. */
public final class Registers {
  private static final int FIRST_DRTM = 17;
  private static final int LAST_DRTM = 22;

  private Registers() {}

  /** {@code pcr0}, {@code pcr1} and so on. */
  public static RegisterName pcr(long index) {
    return new RegisterName("pcr" + index);
  }

  /** {@code rtmr0} to {@code rtmr3}, counted as the kernel's files are. */
  public static RegisterName rtmr(long index) {
    return new RegisterName("rtmr" + index);
  }

  /**
   * The register of a CC measurement register index (UEFI 2.10, section 38.4.1): 0 is {@code mrtd},
   * 1 is {@code rtmr0}.
   */
  public static RegisterName cc(long index) {
    return index == 0 ? new RegisterName("mrtd") : rtmr(index - 1);
  }

  /** The same on Arm CCA: {@code rim}, {@code rem0} and so on. */
  public static RegisterName cca(long index) {
    return new RegisterName(index == 0 ? "rim" : "rem" + (index - 1));
  }

  /** {@code nv01d10200}: an NV index that is extended. */
  public static RegisterName nv(long index) {
    return new RegisterName(String.format(java.util.Locale.ROOT, "nv%08x", index));
  }

  /** What a register holds before its first extension: FF in pcr17 to pcr22, else zeros. */
  public static Digest initial(RegisterName register, HashAlgorithm bank) {
    for (int pcr = FIRST_DRTM; pcr <= LAST_DRTM; pcr++) {
      if (register.text().equals("pcr" + pcr)) {
        return Digest.filled(bank, 0xFF);
      }
    }
    return Digest.zero(bank);
  }

  /**
   * What a register may have begun with: a dynamic launch clears pcr17 to pcr22, and nothing in a
   * quote says whether there was one.
   */
  public static Set<Digest> beginnings(RegisterName register, HashAlgorithm bank) {
    return ImmutableSet.of(initial(register, bank), Digest.zero(bank));
  }
}
