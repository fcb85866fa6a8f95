package dev.vmr.linux;

/** The kinds of state that libtpms gives and takes (TPMLIB_StateType). */
public enum LibTpmsState {
  /** What outlives power: seeds, NV memory, persistent keys. */
  PERMANENT(1),
  /** What a running TPM holds: PCRs, sessions, loaded objects. */
  VOLATILE(2);

  private final int type;

  LibTpmsState(int type) {
    this.type = type;
  }

  int type() {
    return type;
  }
}
