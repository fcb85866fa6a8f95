package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandCode;

/**
 * How far a TPM is between power and Startup, which says whether its PCRs can be told (Part 1,
 * section 12.2). Not safe for several threads.
 */
final class StartState {
  private boolean started;

  /** Whether no command has succeeded since a Shutdown. */
  private boolean shutDown;

  /** Whether a Startup might bring back PCRs, or a hash sequence has run before one. */
  private boolean undecided;

  /**
   * Without power.
   *
   * @param known whether the TPM was there before, and may have saved PCRs then
   */
  StartState(boolean known) {
    this.undecided = known;
  }

  /** Whether the TPM has been started since its power is on. */
  boolean started() {
    return started;
  }

  /** Whether it is known what the PCRs are, or will begin with. */
  boolean decided() {
    return started || !undecided;
  }

  /** Whether the TPM would take the end of its power for an attack. */
  boolean needsShutdown() {
    return started && !shutDown;
  }

  /** A command has succeeded, which was no Startup. */
  void succeeded(int code) {
    shutDown = code == CommandCode.SHUTDOWN;
    undecided |= shutDown; // with TPM_SU_STATE the next Startup may bring PCRs back
  }

  /** A Startup has succeeded, or the TPM goes on from a volatile state. */
  void begun() {
    started = true;
    shutDown = false;
    undecided = false;
  }

  /** A Shutdown(CLEAR) has succeeded: what an earlier one saved is not saved any more. */
  void shutDownClear() {
    shutDown = true;
    undecided = false;
  }

  /** A hash sequence has ended: before a Startup it decides what PCR 0 begins with. */
  void hashed() {
    undecided |= !started;
  }

  /** The power is off. */
  void off() {
    started = false;
  }
}
