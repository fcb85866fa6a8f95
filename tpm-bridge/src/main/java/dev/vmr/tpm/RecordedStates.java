package dev.vmr.tpm;

import java.io.IOException;

/** The states of a TPM behind an interposer: none is given away that is not in the log. */
final class RecordedStates implements TpmStates {
  /** Records what waits to be recorded. */
  interface Settling {
    void run() throws IOException;
  }

  private final TpmStates states;
  private final Object lock;
  private final Settling settling;

  RecordedStates(TpmStates states, Object lock, Settling settling) {
    this.states = states;
    this.lock = lock;
    this.settling = settling;
  }

  @Override
  public byte[] save(Kind kind) throws IOException {
    synchronized (lock) {
      settling.run();
      return states.save(kind);
    }
  }

  @Override
  public void load(Kind kind, byte[] state) throws IOException {
    synchronized (lock) {
      states.load(kind, state);
    }
  }

  @Override
  public void storeVolatile() throws IOException {
    synchronized (lock) {
      settling.run();
      states.storeVolatile();
    }
  }

  @Override
  public void dropVolatile() throws IOException {
    synchronized (lock) {
      states.dropVolatile();
    }
  }
}
