package dev.vmr.tpm;

import com.google.common.collect.ImmutableSortedMap;
import dev.vmr.mux.Receipt;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Note;
import dev.vmr.register.Digest;
import dev.vmr.tpm.command.CommandException;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.PcrChange;
import dev.vmr.tpm.command.ResponseCode;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Records what moves a PCR, before anybody hears that it moved (docs/tpm-bridge.md).
 *
 * <p>A command runs on the engine first. If, and only if, it succeeded, its record goes to the log
 * and the physical register; then it is answered. When that fails the answer is TPM_RC_FAILURE, and
 * so is every later one until the record is in: no PCR value that is not logged is ever shown.
 */
public final class PcrInterposer extends ForwardingTpm implements Closeable {
  private final TpmEngine engine;
  private final SortedMap<Integer, PcrRegister> registers;
  private final PcrHistory history;
  private final RecordQueue queue = new RecordQueue();
  private final HashSequence hashSequence = new HashSequence();

  /** Whether PCRs may have begun anew, and nobody has recorded it yet. */
  private boolean signalled;

  /** The digests of the hash sequence that has ended since then, or empty. */
  private List<Digest> hashed = List.of();

  private PcrInterposer(TpmEngine engine, Map<Integer, PcrRegister> registers) {
    super(engine);
    this.engine = engine;
    this.registers = ImmutableSortedMap.copyOf(registers);
    this.history = new PcrHistory(engine);
  }

  /**
   * Stands before an engine. If a register is in its log already the engine is rebuilt from it.
   *
   * @param registers the register of each PCR that is logged; the others are left to the engine
   * @throws IOException when a log has a register of that name that is not the PCR of this engine
   */
  public static PcrInterposer open(TpmEngine engine, Map<Integer, PcrRegister> registers)
      throws IOException {
    Map<Integer, List<Digest>> replayed = new HashMap<>();
    for (Map.Entry<Integer, PcrRegister> entry : registers.entrySet()) {
      int pcr = entry.getKey();
      entry.getValue().replayed(pcr, engine.banks()).ifPresent(values -> replayed.put(pcr, values));
    }
    PcrInterposer interposer = new PcrInterposer(engine, registers);
    if (!replayed.isEmpty()) {
      engine.resume(replayed);
    }
    return interposer;
  }

  /** The engine's name. */
  public String engineName() {
    return engine.name();
  }

  /** Whether a PCR's changes are recorded. */
  public boolean isLogged(int pcr) {
    return registers.containsKey(pcr);
  }

  /** Why every command is answered with TPM_RC_FAILURE, if so. */
  public Optional<String> failure() {
    return queue.failure();
  }

  @Override
  public synchronized byte[] execute(byte[] command, int locality) {
    try {
      settle();
      byte[] response = engine.execute(command, locality);
      if (CommandHeader.responseCode(response) == ResponseCode.SUCCESS) {
        record(command, response, null);
      }
      return response;
    } catch (IOException e) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.FAILURE);
    }
  }

  /**
   * Extends a PCR for somebody who is no TPM client: PCR_Extend at locality 0, with an empty
   * password.
   *
   * @param note for the record, or null
   * @throws CommandException the TPM refused; nothing has changed
   * @throws IOException log or register failed
   */
  public synchronized Receipt extend(int pcr, List<Digest> digests, @Nullable Note note)
      throws CommandException, IOException {
    if (!registers.containsKey(pcr)) {
      throw new IOException("PCR " + pcr + " is not logged");
    }
    settle();
    byte[] command = Commands.pcrExtend(pcr, digests);
    byte[] response = engine.execute(command, 0);
    int code = CommandHeader.responseCode(response);
    if (code != ResponseCode.SUCCESS) {
      throw new CommandException(code);
    }
    Receipt receipt = record(command, response, note);
    if (receipt == null) {
      throw new IOException("the TPM has none of these banks for PCR " + pcr);
    }
    return receipt;
  }

  private @Nullable Receipt record(byte[] command, byte[] response, @Nullable Note note)
      throws IOException {
    PcrChange change;
    try {
      change = PcrChange.of(command, response, engine::banks);
    } catch (CommandException e) {
      queue.breakDown("the engine accepted a command that nobody can read: " + e.getMessage());
      throw new IOException(e);
    }
    if (change instanceof PcrChange.Extended extended) {
      PcrRegister register = registers.get(extended.pcr());
      if (register != null) {
        add(register, history.extension(extended.pcr(), register, extended.digests(), note));
      }
    } else if (change instanceof PcrChange.Reset reset) {
      PcrRegister register = registers.get(reset.pcr());
      if (register != null) {
        add(register, history.reset(reset.pcr(), register));
      }
    } else if (change instanceof PcrChange.Restarted) {
      signalled = true;
      explainAll();
    }
    return queue.drain();
  }

  private void add(PcrRegister register, List<LogRecord> records) {
    records.forEach(record -> queue.add(register.multiplexer(), record));
  }

  /** Records what has begun anew, as soon as that can be known. */
  private void explainAll() {
    if (!signalled || !engine.readable()) {
      return;
    }
    registers.forEach(
        (pcr, register) -> {
          List<LogRecord> records = history.explain(pcr, register, hashed);
          add(register, records == null ? history.restored(pcr, register) : records);
        });
    signalled = false;
    hashed = List.of();
  }

  /** Records what is left from before: what a log or a register had refused. */
  private void settle() throws IOException {
    queue.drain();
    explainAll();
    queue.drain();
  }

  /** Records what a signal did. A signal has no answer; if this fails, the next command has one. */
  private void signal(List<Digest> ended) {
    signalled = true;
    hashed = ended;
    try {
      settle();
    } catch (IOException e) {
      return; // the queue keeps the reason, and every command is refused until it is over
    }
  }

  @Override
  public synchronized boolean init() {
    boolean on = engine.init();
    hashSequence.abandon();
    signal(List.of());
    return on;
  }

  @Override
  public synchronized void stop() {
    engine.stop();
    hashSequence.abandon();
    signal(List.of());
  }

  @Override
  public synchronized void hashStart() {
    engine.hashStart();
    hashSequence.start(engine.running() ? engine.banks() : List.of());
  }

  @Override
  public synchronized void hashData(byte[] data) {
    engine.hashData(data);
    hashSequence.data(data);
  }

  @Override
  public synchronized void hashEnd() {
    engine.hashEnd();
    signal(hashSequence.end());
  }

  @Override
  public Optional<TpmStates> states() {
    return engine.states().map(states -> new RecordedStates(states, this, this::settle));
  }

  /** Ends the engine. */
  @Override
  public synchronized void close() throws IOException {
    engine.close();
  }
}
