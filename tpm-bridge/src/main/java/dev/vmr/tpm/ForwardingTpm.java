package dev.vmr.tpm;

/** A TPM that stands before another, and lets through what moves no PCR. */
abstract class ForwardingTpm implements Tpm {
  private final Tpm next;

  ForwardingTpm(Tpm next) {
    this.next = next;
  }

  @Override
  public final boolean running() {
    return next.running();
  }

  @Override
  public final boolean established() {
    return next.established();
  }

  @Override
  public final boolean resetEstablished(int locality) {
    return next.resetEstablished(locality);
  }

  @Override
  public final void cancel() {
    next.cancel();
  }

  @Override
  public final int bufferSize() {
    return next.bufferSize();
  }

  @Override
  public final int setBufferSize(int wanted) {
    return next.setBufferSize(wanted);
  }

  @Override
  public final String information(int flags) {
    return next.information(flags);
  }

  @Override
  public final void physicalPresence(boolean present) {
    next.physicalPresence(present);
  }
}
