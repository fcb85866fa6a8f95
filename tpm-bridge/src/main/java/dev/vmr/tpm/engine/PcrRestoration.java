package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpms;
import dev.vmr.linux.LibTpmsState;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.tpm.command.CommandHeader;
import dev.vmr.tpm.command.Commands;
import dev.vmr.tpm.command.ResponseCode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gives the PCRs of a libtpms the values of their registers (docs/tpm-bridge.md, section 2).
 *
 * <p>The TPM is started, each PCR is extended by chance to a value that nothing else has, the
 * volatile state is taken, the wanted values are put where those are, and the TPM goes on from
 * that. In the end each PCR is read: it has its value, or this fails.
 */
final class PcrRestoration {
  /** From where every PCR can be extended (PC Client Platform TPM Profile, section 4.7). */
  private static final int LOCALITY = 2;

  private final LibtpmsEngine engine;
  private final LibTpms library;
  private final Nvram nvram;
  private final SecureRandom random = new SecureRandom();

  PcrRestoration(LibtpmsEngine engine, LibTpms library, Nvram nvram) {
    this.engine = engine;
    this.library = library;
    this.nvram = nvram;
  }

  /**
   * Starts the TPM with these PCRs.
   *
   * @param pcrs the value of each PCR in each bank; banks that the TPM does not have are passed
   *     over
   * @throws IOException when the TPM does not have them in the end; it has no power then
   */
  void run(Map<Integer, List<Digest>> pcrs) throws IOException {
    for (Map.Entry<Integer, List<Digest>> pcr : pcrs.entrySet()) {
      for (Digest value : pcr.getValue()) {
        if (!HandleKind.isPcr(pcr.getKey()) || !engine.banks().contains(value.algorithm())) {
          throw new IllegalArgumentException("there is no PCR " + pcr.getKey() + " for " + value);
        }
      }
    }
    try {
      restore(pcrs);
    } catch (IOException e) {
      engine.powerOff();
      throw e;
    } finally {
      nvram.delete(Nvram.VOLATILE);
    }
  }

  private void restore(Map<Integer, List<Digest>> pcrs) throws IOException {
    nvram.delete(Nvram.VOLATILE);
    start();
    for (int pcr : pcrs.keySet()) {
      mark(pcr);
    }
    PcrBlob state = new PcrBlob(library.state(LibTpmsState.VOLATILE));
    forEach(pcrs, (pcr, value) -> state.replace(engine.readPcr(pcr, value.algorithm()), value));
    engine.powerOff();
    nvram.store(Nvram.VOLATILE, state.toByteArray());
    if (!engine.init()) {
      throw new IOException("libtpms does not take the PCRs of the log");
    }
    forEach(
        pcrs,
        (pcr, value) -> {
          if (!engine.readPcr(pcr, value.algorithm()).equals(value)) {
            throw new IOException("libtpms has not taken PCR " + pcr + " of the log");
          }
        });
  }

  private void start() throws IOException {
    if (!engine.init()) {
      throw new IOException("libtpms does not start with the state in " + nvram);
    }
    expectSuccess(engine.execute(Commands.startup(false), 0));
  }

  private void mark(int pcr) throws IOException {
    List<Digest> mark = new ArrayList<>();
    for (HashAlgorithm bank : engine.banks(pcr)) {
      byte[] bytes = new byte[bank.size()];
      random.nextBytes(bytes);
      mark.add(Digest.of(bank, bytes));
    }
    expectSuccess(engine.execute(Commands.pcrExtend(pcr, mark), LOCALITY));
  }

  private static void expectSuccess(byte[] response) throws IOException {
    int code = CommandHeader.responseCode(response);
    if (code != ResponseCode.SUCCESS) {
      throw new IOException("libtpms does not start: code 0x" + Integer.toHexString(code));
    }
  }

  private interface Step {
    void run(int pcr, Digest value) throws IOException;
  }

  private void forEach(Map<Integer, List<Digest>> pcrs, Step step) throws IOException {
    for (Map.Entry<Integer, List<Digest>> pcr : pcrs.entrySet()) {
      for (Digest value : pcr.getValue()) {
        if (engine.banks(pcr.getKey()).contains(value.algorithm())) {
          step.run(pcr.getKey(), value);
        }
      }
    }
  }
}
