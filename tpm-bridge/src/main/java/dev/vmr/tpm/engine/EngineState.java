package dev.vmr.tpm.engine;

import java.security.SecureRandom;
import java.util.function.LongSupplier;

/** What the commands of one TPM work on. Used under the engine's lock. */
final class EngineState {
  /** The largest digest, and so the largest authorization value, in bytes. */
  static final int MAX_DIGEST = 64;

  /** MAX_DIGEST_BUFFER: the largest TPM2B_MAX_BUFFER and TPM2B_EVENT, in bytes. */
  static final int MAX_BUFFER = 1024;

  /** TRANSIENT_FIRST (Part 2, section 7.5). */
  static final int FIRST_SEQUENCE = 0x8000_0000;

  /** HMAC_SESSION_FIRST. */
  static final int FIRST_SESSION = 0x0200_0000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  final PcrState pcrs = new PcrState();
  final Hierarchies hierarchies = new Hierarchies();
  final HandleTable<Sequence> sequences = new HandleTable<>(FIRST_SEQUENCE);
  final HandleTable<AuthSession> sessions = new HandleTable<>(FIRST_SESSION);
  final SecureRandom random;
  private final LongSupplier nanoTime;
  private long poweredOnAt;
  private int resets;
  private int restarts;
  private boolean started;

  EngineState(SecureRandom random, LongSupplier nanoTime) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.poweredOnAt = nanoTime.getAsLong();
  }

  /** _TPM_Init. What Shutdown(STATE) saved stays until a Startup decides about it. */
  void powerOn() {
    pcrs.powerOn();
    sequences.clear();
    sessions.clear();
    poweredOnAt = nanoTime.getAsLong();
    started = false;
  }

  boolean started() {
    return started;
  }

  /** Startup(CLEAR). */
  void startClear(int locality) {
    pcrs.start(locality);
    hierarchies.start();
    resets++;
    restarts = 0;
    started = true;
  }

  /** Startup(STATE): TPM Resume. */
  void startState() {
    pcrs.restore();
    restarts++;
    started = true;
  }

  /** Milliseconds since power on. */
  long time() {
    return (nanoTime.getAsLong() - poweredOnAt) / NANOS_PER_MILLI;
  }

  int resets() {
    return resets;
  }

  int restarts() {
    return restarts;
  }

  void countRestart() {
    restarts++;
  }

  byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
