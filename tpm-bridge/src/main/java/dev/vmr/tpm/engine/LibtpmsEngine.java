package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpms;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.TpmEngine;
import dev.vmr.tpm.TpmStates;
import dev.vmr.tpm.command.CommandCode;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.ResponseCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A complete TPM 2.0: libtpms, in this process (docs/tpm-bridge.md, sections 1 and 6).
 *
 * <p>Every call into the library is made under this object's lock, but for {@link #cancel}.
 */
public final class LibtpmsEngine implements TpmEngine {
  /** The name that configurations use. */
  public static final String NAME = "libtpms";

  private static final System.Logger LOG = System.getLogger(LibtpmsEngine.class.getName());

  private final Nvram nvram;
  private final LibtpmsHost host;
  private final LibTpms library;
  private final StartState start;
  private final LibtpmsPcrs pcrs = new LibtpmsPcrs(command -> process(command, 0));
  private volatile int bufferSize = MAX_BUFFER_SIZE;
  private volatile boolean running;

  private LibtpmsEngine(Nvram nvram, LibtpmsHost host, LibTpms library, boolean known) {
    this.nvram = nvram;
    this.host = host;
    this.library = library;
    this.start = new StartState(known);
  }

  /** Whether libtpms is on this machine. */
  public static boolean present() {
    return LibTpms.present();
  }

  /**
   * A TPM without power. Without a permanent state there it is a new one.
   *
   * @throws IOException when the library is not there, or the state is damaged
   */
  public static LibtpmsEngine open(Nvram nvram) throws IOException {
    boolean known = nvram.load(Nvram.PERMANENT).isPresent();
    LibtpmsHost host = new LibtpmsHost(nvram);
    return new LibtpmsEngine(nvram, host, LibTpms.open(host), known);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The library's version, such as {@code 0.9.2}. */
  public synchronized String version() {
    return library.version();
  }

  @Override
  public synchronized String information(int flags) {
    return library.information(flags);
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
  public synchronized List<HashAlgorithm> banks(int pcr) {
    return start.started() ? pcrs.banks(pcr) : banks();
  }

  @Override
  public synchronized boolean readable() {
    return start.decided();
  }

  @Override
  public synchronized Digest readPcr(int pcr, HashAlgorithm bank) {
    if (!HandleKind.isPcr(pcr) || !banks(pcr).contains(bank)) {
      throw new IllegalArgumentException("there is no PCR " + pcr + " in a bank " + bank);
    }
    return start.started() ? pcrs.read(pcr, bank) : PcrAttributes.initial(pcr).in(bank);
  }

  @Override
  public synchronized void resume(Map<Integer, List<Digest>> pcrs) throws IOException {
    new PcrRestoration(this, library, nvram).run(pcrs);
  }

  @Override
  public synchronized byte[] execute(byte[] command, int locality) {
    if (!running) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.FAILURE);
    }
    if (command.length > MAX_BUFFER_SIZE) {
      return CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.COMMAND_SIZE);
    }
    byte[] response = process(command, locality);
    if (CommandHeader.responseCode(response) == ResponseCode.SUCCESS) {
      succeeded(CommandHeader.code(command));
    }
    return response;
  }

  private byte[] process(byte[] command, int locality) {
    host.locality(locality);
    byte[] response = library.process(command);
    return response.length < CommandHeader.SIZE
        ? CommandHeader.response(CommandHeader.NO_SESSIONS, ResponseCode.FAILURE)
        : response;
  }

  private void succeeded(int code) {
    if (code == CommandCode.STARTUP) {
      begun();
    } else {
      start.succeeded(code);
    }
  }

  private void begun() {
    start.begun();
    pcrs.askBanks();
  }

  @Override
  public synchronized boolean init() {
    stop();
    int result = library.mainInit();
    if (result != LibTpms.SUCCESS) {
      LOG.log(
          System.Logger.Level.ERROR,
          "libtpms does not start with the state in "
              + nvram
              + ": result 0x"
              + Integer.toHexString(result));
      library.terminate();
      return false;
    }
    running = true;
    if (pcrs.answer()) {
      begun(); // it goes on from a volatile state
    }
    return true;
  }

  @Override
  public synchronized void stop() {
    shutDown();
    powerOff();
  }

  /**
   * A TPM takes the end of its power without a Shutdown for an attack (docs/tpm-bridge.md, section
   * 6). One that refuses loses its power all the same.
   */
  private void shutDown() {
    if (start.needsShutdown()
        && CommandHeader.responseCode(process(Commands.shutdown(), 0)) == ResponseCode.SUCCESS) {
      start.shutDownClear();
    }
  }

  /** Takes the power away as it is, with no Shutdown. */
  synchronized void powerOff() {
    if (running) {
      library.terminate();
    }
    running = false;
    start.off();
  }

  @Override
  public boolean running() {
    return running;
  }

  @Override
  public synchronized boolean established() {
    return running && library.established();
  }

  @Override
  public synchronized boolean resetEstablished(int locality) {
    host.locality(locality);
    return running && library.resetEstablished() == LibTpms.SUCCESS;
  }

  @Override
  public synchronized void hashStart() {
    if (running) {
      library.hashStart();
    }
  }

  @Override
  public synchronized void hashData(byte[] data) {
    if (running) {
      library.hashData(data);
    }
  }

  @Override
  public synchronized void hashEnd() {
    if (running) {
      library.hashEnd();
      start.hashed();
    }
  }

  @Override
  public void physicalPresence(boolean present) {
    host.physicalPresence(present);
  }

  @Override
  public Optional<TpmStates> states() {
    return Optional.of(new LibtpmsStates(this, library, nvram));
  }

  @Override
  public void cancel() {
    if (running) {
      library.cancel();
    }
  }

  @Override
  public int bufferSize() {
    return bufferSize;
  }

  @Override
  public synchronized int setBufferSize(int wanted) {
    bufferSize =
        library.setBufferSize(Math.max(MIN_BUFFER_SIZE, Math.min(MAX_BUFFER_SIZE, wanted)));
    return bufferSize;
  }

  @Override
  public synchronized void close() throws IOException {
    stop();
    library.close();
    nvram.close();
  }
}
