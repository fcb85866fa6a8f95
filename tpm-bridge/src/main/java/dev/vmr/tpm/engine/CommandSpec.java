package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandException;
import java.util.List;

/**
 * One command of the table (Part 3): what its handles are, how it is authorized, what it does.
 *
 * @param code TPM_CC
 * @param flags the bits of TPMA_CC (Part 2, section 8.9) that do not follow from the rest
 * @param handles the handle area
 * @param authorizations how many of the handles, from the first, need an authorization
 * @param action what it does
 */
record CommandSpec(
    int code, int flags, List<HandleKind> handles, int authorizations, Action action) {
  /** TPMA_CC: writes NV. */
  static final int NV = 1 << 22;

  /** TPMA_CC: could flush any number of loaded contexts. */
  static final int EXTENSIVE = 1 << 23;

  /** TPMA_CC: flushes the transient handles of the command. */
  static final int FLUSHED = 1 << 24;

  /** TPMA_CC: the response has a handle. */
  static final int ANSWERS_HANDLE = 1 << 28;

  /** Not of TPMA_CC: a command that takes no authorization area at all. */
  static final int NO_SESSIONS = 1;

  /** Not of TPMA_CC: the first parameter is a TPM2B, so a session may encrypt it. */
  static final int DECRYPT = 2;

  /** Not of TPMA_CC: the first parameter of the response is a TPM2B. */
  static final int ENCRYPT = 4;

  private static final int OWN_FLAGS = NO_SESSIONS | DECRYPT | ENCRYPT;
  private static final int HANDLES_SHIFT = 25;

  /** What a command does once it is known to be authorized. */
  interface Action {
    /**
     * Reads the parameters, checks, acts, writes the answer.
     *
     * @throws CommandException the refusal; then nothing has changed
     */
    void run(Request request) throws CommandException;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** TPMA_CC. */
  int attributes() {
    return code | (flags & ~OWN_FLAGS) | handles.size() << HANDLES_SHIFT;
  }
}
