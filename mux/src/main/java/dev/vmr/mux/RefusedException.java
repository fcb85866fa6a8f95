package dev.vmr.mux;

import dev.vmr.replay.Refusal;

/** A record is not allowed here. Nothing was written. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.text(), null, false, false);
    this.refusal = refusal;
  }

  /** Which rule, and why. */
  public Refusal refusal() {
    return refusal;
  }
}
