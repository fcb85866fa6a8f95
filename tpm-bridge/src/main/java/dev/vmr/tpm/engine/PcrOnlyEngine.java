package dev.vmr.tpm.engine;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.ResponseCode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A TPM that measures and does nothing else; in memory, in Java. */
public final class PcrOnlyEngine implements TpmEngine {
  /** The name that configurations use. */
  public static final String NAME = "pcr-only";

  private final EngineState state = new EngineState(new SecureRandom(), System::nanoTime);
  private final CommandProcessor commands = new CommandProcessor(state, this::bufferSize);
  private @Nullable Sequence hashSequence;
  private volatile int bufferSize = MAX_BUFFER_SIZE;
  private volatile boolean running;
  private boolean established;

  /** A TPM without power. */
  public PcrOnlyEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int pcrCount() {
    return PcrAttributes.COUNT;
  }

  @Override
  public List<HashAlgorithm> banks() {
    return PcrState.BANKS;
  }

  @Override
  public List<HashAlgorithm> banks(int pcr) {
    return PcrState.BANKS;
  }

  @Override
  public boolean readable() {
    return true;
  }

  @Override
  public synchronized Digest readPcr(int pcr, HashAlgorithm bank) {
    if (!HandleKind.isPcr(pcr) || !PcrState.BANKS.contains(bank)) {
      throw new IllegalArgumentException("there is no PCR " + pcr + " in a bank " + bank);
    }
    return state.pcrs.read(PcrState.BANKS.indexOf(bank), pcr);
  }

  @Override
  public synchronized void resume(Map<Integer, List<Digest>> pcrs) {
    init();
    state.startClear(0);
    pcrs.forEach(
        (pcr, banks) -> {
          banks.forEach(value -> readPcr(pcr, value.algorithm())); // does it exist at all
          state.pcrs.set(pcr, banks);
        });
  }

  @Override
  public synchronized byte[] execute(byte[] command, int locality) {
    if (!running) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.FAILURE);
    }
    return commands.run(command, locality);
  }

  @Override
  public synchronized boolean init() {
    hashSequence = null;
    state.powerOn();
    running = true;
    return true;
  }

  @Override
  public synchronized void stop() {
    hashSequence = null;
    state.powerOn();
    running = false;
  }

  @Override
  public boolean running() {
    return running;
  }

  @Override
  public synchronized boolean established() {
    return established;
  }

  @Override
  public synchronized boolean resetEstablished(int locality) {
    boolean allowed = locality == 3 || locality == 4;
    if (allowed) {
      established = false;
    }
    return allowed;
  }

  @Override
  public synchronized void hashStart() {
    if (running) {
      hashSequence = new Sequence(new byte[0], null);
      established = true;
    }
  }

  @Override
  public synchronized void hashData(byte[] data) {
    Sequence sequence = hashSequence;
    if (sequence != null) {
      sequence.update(data);
    }
  }

  @Override
  public synchronized void hashEnd() {
    Sequence sequence = hashSequence;
    if (sequence != null) {
      state.pcrs.hashSequence(sequence.complete(), state.started());
      if (state.started()) {
        state.countRestart();
      }
      hashSequence = null;
    }
  }

  /** Every command of this engine is done before anybody could ask for its end. */
  @Override
  public void cancel() {}

  @Override
  public int bufferSize() {
    return bufferSize;
  }

  @Override
  public int setBufferSize(int wanted) {
    bufferSize = Math.max(MIN_BUFFER_SIZE, Math.min(MAX_BUFFER_SIZE, wanted));
    return bufferSize;
  }

  @Override
  public String information(int flags) {
    String specification = "\"TPMSpecification\":{\"family\":\"2.0\",\"level\":0,\"revision\":159}";
    String attributes =
        "\"TPMAttributes\":{\"manufacturer\":\"id:564D5200\",\"version\":\"id:00000001\","
            + "\"model\":\"vmr\"}";
    List<String> parts = new ArrayList<>();
    if ((flags & 1) != 0) {
      parts.add(specification);
    }
    if ((flags & 2) != 0) {
      parts.add(attributes);
    }
    return "{" + String.join(",", parts) + "}";
  }

  /** There is nothing to give back. */
  @Override
  public void close() {}
}
