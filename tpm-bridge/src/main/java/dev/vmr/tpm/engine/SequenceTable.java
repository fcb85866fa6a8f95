package dev.vmr.tpm.engine;

import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.ResponseCode;
import org.jspecify.annotations.Nullable;

/** The transient objects of this TPM, which are sequences; three at a time. */
final class SequenceTable {
  static final int SLOTS = 3;
  static final int FIRST_HANDLE = 0x8000_0000;

  private final @Nullable Sequence[] slots = new @Nullable Sequence[SLOTS];

  /**
   * Stores a sequence and returns its handle.
   *
   * @throws CommandException OBJECT_MEMORY when all slots are in use
   */
  int add(Sequence sequence) throws CommandException {
    for (int i = 0; i < SLOTS; i++) {
      if (slots[i] == null) {
        slots[i] = sequence;
        return FIRST_HANDLE + i;
      }
    }
    throw new CommandException(ResponseCode.OBJECT_MEMORY);
  }

  /** The sequence of a handle, or null. */
  @Nullable Sequence find(int handle) {
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
    for (@Nullable Sequence slot : slots) {
      free += slot == null ? 1 : 0;
    }
    return free;
  }
}
