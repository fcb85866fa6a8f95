package dev.vmr.linux;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct libtpms_callbacks}: 64 bytes on 64-bit machines, a size and seven functions.
 *
 * <p>Nothing is thrown through C: what fails, however it fails, is TPM_FAIL. This object keeps the
 * functions from being collected.
 */
final class LibTpmsCallbacks {
  /** nvram_init and io_init. */
  interface Init extends Callback {
    int call();
  }

  /** nvram_loaddata. The library frees the buffer that it is given. */
  interface Load extends Callback {
    int call(Pointer data, Pointer length, int number, Pointer name);
  }

  /** nvram_storedata. */
  interface Store extends Callback {
    int call(Pointer data, int length, int number, Pointer name);
  }

  /** nvram_deletename. */
  interface Delete extends Callback {
    int call(int number, Pointer name, byte mustExist);
  }

  /** io_getlocality: 32 bits. */
  interface Locality extends Callback {
    int call(Pointer locality, int number);
  }

  /** io_getphysicalpresence: a byte. */
  interface Presence extends Callback {
    int call(Pointer presence, int number);
  }

  private static final int SIZE = 64;

  private final LibTpmsHost host;
  private final Memory structure = new Memory(SIZE);
  private final Callback[] functions;

  LibTpmsCallbacks(LibTpmsHost host) {
    this.host = host;
    Init nothing = () -> LibTpms.SUCCESS;
    Load load = (data, length, number, name) -> guarded(() -> load(data, length, name));
    Store store = (data, length, number, name) -> guarded(() -> store(data, length, name));
    Delete delete = (number, name, mustExist) -> guarded(() -> delete(name));
    Locality locality = (value, number) -> guarded(() -> locality(value));
    Presence presence = (value, number) -> guarded(() -> presence(value));
    functions = new Callback[] {nothing, load, store, delete, nothing, locality, presence};
    structure.clear();
    structure.setInt(0, SIZE);
    for (int i = 0; i < functions.length; i++) {
      Pointer function = CallbackReference.getFunctionPointer(functions[i]);
      structure.setPointer((i + 1L) * Native.POINTER_SIZE, function);
    }
  }

  Memory structure() {
    return structure;
  }

  @SuppressWarnings("CatchingUnchecked") // to return 0 to C would be to say that it went well
  private static int guarded(Callable<Integer> call) {
    try {
      return call.call();
    } catch (Throwable e) {
      System.getLogger(LibTpms.class.getName())
          .log(System.Logger.Level.ERROR, "libtpms: " + e.getMessage());
      return LibTpms.FAIL;
    }
  }

  private int load(Pointer data, Pointer length, Pointer name) throws Exception {
    Optional<byte[]> state = host.load(name.getString(0));
    if (state.isEmpty()) {
      return LibTpms.RETRY;
    }
    byte[] bytes = state.get();
    long buffer = Native.malloc(Math.max(1, bytes.length));
    if (buffer == 0) {
      return LibTpms.FAIL;
    }
    new Pointer(buffer).write(0, bytes, 0, bytes.length);
    data.setPointer(0, new Pointer(buffer));
    length.setInt(0, bytes.length);
    return LibTpms.SUCCESS;
  }

  private int store(Pointer data, int length, Pointer name) throws Exception {
    host.store(name.getString(0), data.getByteArray(0, length));
    return LibTpms.SUCCESS;
  }

  private int delete(Pointer name) throws Exception {
    host.delete(name.getString(0));
    return LibTpms.SUCCESS;
  }

  private int locality(Pointer value) {
    value.setInt(0, host.locality());
    return LibTpms.SUCCESS;
  }

  private int presence(Pointer value) {
    value.setByte(0, (byte) (host.physicalPresence() ? 1 : 0));
    return LibTpms.SUCCESS;
  }

  /** Frees what the library has allocated. */
  void free(@Nullable Pointer pointer) {
    if (pointer != null) {
      Native.free(Pointer.nativeValue(pointer));
    }
  }
}
