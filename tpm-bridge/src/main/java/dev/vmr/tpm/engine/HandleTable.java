package dev.vmr.tpm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a TPM has loaded, under handles that it gives out itself; three at a time, as libtpms has.
 *
 * @param <T> sessions, or sequences
 */
final class HandleTable<T> {
  static final int SLOTS = 3;

  private final int firstHandle;
  private final List<@Nullable T> slots = new ArrayList<>();

  /** An empty table whose handles begin with {@code firstHandle}. */
  HandleTable(int firstHandle) {
    this.firstHandle = firstHandle;
    clear();
  }

  /** The handle that the next one will have; empty when all slots are in use. */
  OptionalInt freeHandle() {
    int slot = slots.indexOf(null);
    return slot < 0 ? OptionalInt.empty() : OptionalInt.of(firstHandle + slot);
  }

  /** Puts something under a handle that {@link #freeHandle} gave. */
  void put(int handle, T value) {
    slots.set(handle - firstHandle, value);
  }

  /** What is under a handle, or null. */
  @Nullable T find(int handle) {
    int slot = handle - firstHandle;
    return slot >= 0 && slot < SLOTS ? slots.get(slot) : null;
  }

  /** Frees a handle; whether there was something. */
  boolean remove(int handle) {
    if (find(handle) == null) {
      return false;
    }
    slots.set(handle - firstHandle, null);
    return true;
  }

  void clear() {
    slots.clear();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(null);
    }
  }

  /** How many slots are free. */
  int free() {
    int free = 0;
    for (@Nullable T slot : slots) {
      free += slot == null ? 1 : 0;
    }
    return free;
  }

  /** The handles that are in use, in order. */
  List<Integer> handles() {
    List<Integer> handles = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      if (slots.get(i) != null) {
        handles.add(firstHandle + i);
      }
    }
    return handles;
  }
}
