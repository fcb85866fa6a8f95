package dev.vmr.tpm;

import java.io.IOException;

/** A state that a TPM was given is none that it can have; nothing has changed. */
public final class RefusedStateException extends IOException {
  private static final long serialVersionUID = 1L;

  /** TPM_BAD_PARAMETER. */
  public static final int BAD_PARAMETER = 0x03;

  private final int result;

  /**
   * Refuses it.
   *
   * @param result the TPM_RESULT that swtpm answers in this case
   */
  public RefusedStateException(int result, String why) {
    super(why);
    this.result = result;
  }

  /** The TPM_RESULT. */
  public int result() {
    return result;
  }
}
