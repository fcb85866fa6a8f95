package dev.vmr.tpm;

import java.io.IOException;

/** The states of a TPM, as they are taken from one and given to another (docs/tpm-bridge.md, 6). */
public interface TpmStates {
  /** Which state. */
  enum Kind {
    /** What outlives power: seeds, NV memory, persistent keys. */
    PERMANENT,
    /** What a running TPM holds: PCRs, sessions, loaded objects. */
    VOLATILE
  }

  /**
   * The state of the running TPM.
   *
   * @throws IOException when the TPM does not give it
   */
  byte[] save(Kind kind) throws IOException;

  /**
   * Gives a TPM without power the state that its next {@link Tpm#init} begins with; the permanent
   * one before the volatile one.
   *
   * @throws RefusedStateException when it is no such state; nothing has changed
   * @throws IOException when it cannot be stored
   */
  void load(Kind kind, byte[] state) throws IOException;

  /**
   * Keeps the volatile state of the running TPM, so that {@link Tpm#init} goes on from it.
   *
   * @throws IOException when the TPM does not give it or it cannot be stored
   */
  void storeVolatile() throws IOException;

  /**
   * Forgets the volatile state that was kept, if any: {@link Tpm#init} is then a reset again.
   *
   * @throws IOException when it is still there
   */
  void dropVolatile() throws IOException;
}
