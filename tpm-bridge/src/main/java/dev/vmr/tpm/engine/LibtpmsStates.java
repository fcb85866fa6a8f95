package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpms;
import dev.vmr.linux.LibTpmsState;
import dev.vmr.tpm.TpmStates;
import java.io.IOException;

/** The states of a libtpms, under the lock of its engine. */
final class LibtpmsStates implements TpmStates {
  private final LibtpmsEngine engine;
  private final LibTpms library;
  private final LibtpmsHost host;
  private final Nvram nvram;

  LibtpmsStates(LibtpmsEngine engine, LibTpms library, LibtpmsHost host, Nvram nvram) {
    this.engine = engine;
    this.library = library;
    this.host = host;
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
      if (kind == Kind.PERMANENT) {
        check(state);
      }
      nvram.store(kind == Kind.PERMANENT ? Nvram.PERMANENT : Nvram.VOLATILE, state);
    }
  }

  /** A permanent state that the library cannot read must not take the place of one that it can. */
  private void check(byte[] state) throws IOException {
    MemoryNvram candidate = new MemoryNvram();
    candidate.store(Nvram.PERMANENT, state);
    host.candidate(candidate);
    try {
      int result = library.mainInit();
      library.terminate();
      if (result != LibTpms.SUCCESS) {
        throw new IOException("libtpms cannot read it: result 0x" + Integer.toHexString(result));
      }
    } finally {
      host.candidate(null);
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
