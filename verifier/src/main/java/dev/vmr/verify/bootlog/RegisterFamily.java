package dev.vmr.verify.bootlog;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.Registers;
import java.util.List;
import java.util.Set;

/** Whose registers the indexes of a log count (docs/bootlog.md, section 7). */
enum RegisterFamily {
  TPM {
    @Override
    RegisterName name(int index) {
      return Registers.pcr(index);
    }
  },
  CC {
    @Override
    RegisterName name(int index) {
      return Registers.cc(index);
    }
  },
  CCA {
    @Override
    RegisterName name(int index) {
      return Registers.cca(index);
    }
  };

  private static final int MAX_CC = 4;

  abstract RegisterName name(int index);

  /** What a log shows by itself: confidential VMs have five registers, and no bank of SHA-1. */
  static RegisterFamily of(Set<Integer> algorithms, List<RawEvent> events) {
    boolean tpmBank =
        algorithms.isEmpty()
            || algorithms.contains(HashAlgorithm.SHA1.tcgId())
            || algorithms.contains(HashAlgorithm.SHA256.tcgId());
    boolean fits =
        events.stream().filter(RawEvent::extending).allMatch(event -> event.index() <= MAX_CC);
    return !tpmBank && fits ? CC : TPM;
  }
}
