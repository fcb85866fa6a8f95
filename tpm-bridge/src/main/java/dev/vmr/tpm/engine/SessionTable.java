package dev.vmr.tpm.engine;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.ResponseCode;
import org.jspecify.annotations.Nullable;

/** The loaded sessions; three at a time. */
final class SessionTable {
  static final int SLOTS = 3;
  static final int FIRST_HANDLE = 0x0200_0000;

  private final @Nullable AuthSession[] slots = new @Nullable AuthSession[SLOTS];

  /**
   * Stores a session that begins and returns it.
   *
   * @throws CommandException SESSION_MEMORY when all slots are in use
   */
  AuthSession add(HashAlgorithm algorithm, @Nullable ParameterCipher cipher, byte[] nonceTpm)
      throws CommandException {
    for (int i = 0; i < SLOTS; i++) {
      if (slots[i] == null) {
        AuthSession session = new AuthSession(FIRST_HANDLE + i, algorithm, cipher, nonceTpm);
        slots[i] = session;
        return session;
      }
    }
    throw new CommandException(ResponseCode.SESSION_MEMORY);
  }

  /** The session of a handle, or null. */
  @Nullable AuthSession find(int handle) {
    int slot = handle - FIRST_HANDLE;
    return slot >= 0 && slot < SLOTS ? slots[slot] : null;
  }

  /** Frees a handle; whether there was something. */
  boolean remove(int handle) {
    if (find(handle) == null) {
      return false;
    }
    slots[handle - FIRST_HANDLE] = null;
    return true;
  }

  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = null;
    }
  }

  int free() {
    int free = 0;
    for (@Nullable AuthSession slot : slots) {
      free += slot == null ? 1 : 0;
    }
    return free;
  }
}
