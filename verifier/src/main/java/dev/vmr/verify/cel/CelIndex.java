package dev.vmr.verify.cel;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.event.Registers;

/**
 * The register of a record.
 *
 * @param kind whose registers are counted
 * @param value the number
 */
public record CelIndex(Kind kind, long value) {
  private static final long MAX_PCR = 0x00FF_FFFFL;
  private static final long MAX_NV = 0xFFFF_FFFFL;
  private static final long MAX_CC = 4;

  /** Whose registers are counted. */
  public enum Kind {
    PCR(1, "pcr", MAX_PCR),
    NV(2, "nv_index", MAX_NV),
    /** A CC measurement register, 4 for RTMR3; private to Google, but used. */
    CC(108, "ccmr", MAX_CC);

    private final int type;
    private final String text;
    private final long max;

    Kind(int type, String text, long max) {
      this.type = type;
      this.text = text;
      this.max = max;
    }

    int type() {
      return type;
    }

    String text() {
      return text;
    }
  }

  /** Checks the number. */
  public CelIndex {
    if (value < 0 || value > kind.max) {
      throw new IllegalArgumentException("there is no " + kind.text + " " + value);
    }
  }

  /** The name that the register has in a measurement log. */
  public RegisterName register() {
    return switch (kind) {
      case PCR -> Registers.pcr(value);
      case NV -> Registers.nv(value);
      case CC -> Registers.cc(value);
    };
  }
}
