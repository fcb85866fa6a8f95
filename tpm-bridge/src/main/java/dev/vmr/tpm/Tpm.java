package dev.vmr.tpm;

import java.util.Optional;

/**
 * A TPM as its platform sees it: the command channel and the signals that are no commands.
 *
 * <p>Implementations are safe for use by several threads and run one command at a time. No method
 * throws on hostile input: a bad command is answered with a response code of TPM 2.0 Part 2,
 * section 6.6.
 */
public interface Tpm {
  /** The smallest buffer that a client may ask for, in bytes. */
  int MIN_BUFFER_SIZE = 2808;

  /** The largest command or response, in bytes. */
  int MAX_BUFFER_SIZE = 4096;

  /** The highest locality of a TPM (Part 1, section 11.3). */
  int MAX_LOCALITY = 4;

  /**
   * Executes one command and returns one whole response, never empty.
   *
   * <p>While the TPM has no power the answer is TPM_RC_FAILURE with tag TPM_ST_NO_SESSIONS.
   *
   * @param command all bytes that the client sent, header included; not kept, not changed
   * @param locality 0 to 4
   */
  byte[] execute(byte[] command, int locality);

  /**
   * _TPM_Init: power on, or a power cycle when already on. A Startup command must follow, unless a
   * volatile state was there to go on from.
   *
   * @return whether the TPM has power now; it has none when its state cannot be used
   */
  boolean init();

  /** Power off: PCRs and sessions are lost, commands fail until {@link #init}. */
  void stop();

  /** Whether the TPM has power. */
  boolean running();

  /** The tpmEstablished bit: whether a hash sequence has run since it was reset. */
  boolean established();

  /**
   * Clears the tpmEstablished bit.
   *
   * @return false, with nothing changed, when {@code locality} is neither 3 nor 4
   */
  boolean resetEstablished(int locality);

  /** _TPM_Hash_Start at locality 4: H-CRTM before Startup, DRTM after it (Part 1, 34.2). */
  void hashStart();

  /** _TPM_Hash_Data; without a {@link #hashStart} before it, nothing. */
  void hashData(byte[] data);

  /** _TPM_Hash_End; without a {@link #hashStart} before it, nothing. */
  void hashEnd();

  /** Says whether somebody is physically present (Part 1, section 15.3); at first nobody is. */
  default void physicalPresence(boolean present) {}

  /**
   * What the TPM is, in JSON.
   *
   * @param flags which parts: 1 its specification, 2 its attributes; an engine may have more
   */
  default String information(int flags) {
    return "{}";
  }

  /** The states that can be taken out of the TPM and put into one, if it has such. */
  default Optional<TpmStates> states() {
    return Optional.empty();
  }

  /** Asks the command that runs now, if any, to end early; does not wait for it. */
  void cancel();

  /** The size limit of commands and responses that is in force. */
  int bufferSize();

  /**
   * Sets the size limit, moved into {@link #MIN_BUFFER_SIZE}…{@link #MAX_BUFFER_SIZE}.
   *
   * @return the limit then in force
   */
  int setBufferSize(int wanted);
}
