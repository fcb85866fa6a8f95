package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpms;
import dev.vmr.linux.LibTpmsState;
import dev.vmr.tpm.RefusedStateException;
import dev.vmr.tpm.TpmStates;
import java.io.IOException;
import java.util.Optional;

/** The states of a libtpms, under the lock of its engine. */
final class LibtpmsStates implements TpmStates {
  private final LibtpmsEngine engine;
  private final LibTpms library;
  private final Nvram nvram;

  LibtpmsStates(LibtpmsEngine engine, LibTpms library, Nvram nvram) {
    this.engine = engine;
    this.library = library;
    this.nvram = nvram;
  }

  @Override
  public byte[] save(Kind kind) throws IOException {
    synchronized (engine) {
      if (!engine.running()) {
        throw new IOException("the TPM has no power");
      }
      return library.state(kind == Kind.PERMANENT ? LibTpmsState.PERMANENT : LibTpmsState.VOLATILE);
    }
  }

  @Override
  public void load(Kind kind, byte[] state) throws IOException {
    synchronized (engine) {
      if (engine.running()) {
        throw new IOException("the TPM has power");
      }
      check(kind, state);
      nvram.store(kind == Kind.PERMANENT ? Nvram.PERMANENT : Nvram.VOLATILE, state);
    }
  }

  /**
   * A state that the library cannot read must not take the place of one that it can. It is tried in
   * a copy of the library of its own, since what one has read stays in it.
   */
  private void check(Kind kind, byte[] state) throws IOException {
    MemoryNvram trial = new MemoryNvram();
    try (LibTpms copy = LibTpms.open(new LibtpmsHost(trial))) {
      if (kind == Kind.PERMANENT) {
        refuse(copy.setState(LibTpmsState.PERMANENT, state));
        trial.store(Nvram.PERMANENT, state);
        int result = copy.mainInit();
        copy.terminate();
        refuse(result == LibTpms.SUCCESS ? result : RefusedStateException.BAD_PARAMETER);
      } else {
        Optional<byte[]> permanent = nvram.load(Nvram.PERMANENT);
        if (permanent.isPresent()) {
          refuse(copy.setState(LibTpmsState.PERMANENT, permanent.get()));
        }
        refuse(copy.setState(LibTpmsState.VOLATILE, state));
      }
    }
  }

  private static void refuse(int result) throws IOException {
    if (result != LibTpms.SUCCESS) {
      throw new RefusedStateException(
          result, "libtpms cannot read it: result 0x" + Integer.toHexString(result));
    }
  }

  @Override
  public void storeVolatile() throws IOException {
    synchronized (engine) {
      nvram.store(Nvram.VOLATILE, save(Kind.VOLATILE));
    }
  }

  @Override
  public void dropVolatile() throws IOException {
    synchronized (engine) {
      nvram.delete(Nvram.VOLATILE);
    }
  }
}
