package dev.vmr.tpm;

import dev.vmr.record.Define;
import dev.vmr.record.Extend;
import dev.vmr.record.InitialValue;
import dev.vmr.record.LogRecord;
import dev.vmr.record.Note;
import dev.vmr.record.Reset;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import dev.vmr.replay.VirtualRegister;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which records bring a PCR's register to where the PCR is (docs/tpm-bridge.md, section 2). */
final class PcrHistory {
  private static final int FIRST_DRTM = 17;
  private static final int LAST_DRTM = 22;
  private static final int MAX_LOCALITY = 4;

  private final TpmEngine engine;

  PcrHistory(TpmEngine engine) {
    this.engine = engine;
  }

  /** The records of an extension that the engine has made. */
  List<LogRecord> extension(
      int pcr, PcrRegister register, List<Digest> digests, @Nullable Note note) {
    List<LogRecord> records = new ArrayList<>();
    if (!digests.isEmpty()) {
      if (find(register).isEmpty()) {
        records.add(definition(pcr, register));
      }
      records.add(new Extend(register.name(), digests, note));
    }
    return records;
  }

  /**
   * The records of whatever the engine has done to a PCR without a command that names its digests:
   * nothing, a reset, or a reset and the extension by a hash sequence.
   *
   * @param hashed the digests of the hash sequence that has just ended, or empty
   * @return the records, or null when nothing of this explains the PCR's value
   */
  @Nullable List<LogRecord> explain(int pcr, PcrRegister register, List<Digest> hashed) {
    List<Digest> now = read(pcr);
    Optional<VirtualRegister> before = find(register);
    List<Digest> known =
        before.isPresent() ? List.copyOf(before.get().banks().values()) : begin(usual(pcr));
    List<LogRecord> records = new ArrayList<>();
    if (now.equals(known)) {
      return records;
    }
    if (before.isEmpty()) {
      records.add(definition(pcr, register));
    }
    InitialValue usual =
        before.flatMap(VirtualRegister::definition).map(Define::initial).orElse(usual(pcr));
    for (int code : new int[] {usual.code(), 0, 1, 2, 3, MAX_LOCALITY, InitialValue.ONES.code()}) {
      InitialValue start = new InitialValue(code);
      boolean reset = now.equals(begin(start));
      if (reset || (!hashed.isEmpty() && now.equals(extended(begin(start), hashed)))) {
        records.add(new Reset(register.name(), start.equals(usual) ? null : start));
        if (!reset) {
          records.add(new Extend(register.name(), hashed, null));
        }
        return records;
      }
    }
    return null;
  }

  private Optional<VirtualRegister> find(PcrRegister register) {
    return register.multiplexer().registers().find(register.name());
  }

  private Define definition(int pcr, PcrRegister register) {
    return new Define(register.name(), engine.banks(), pcr, usual(pcr), true);
  }

  /** What a PCR begins with (PC Client Platform TPM Profile, section 4.7). */
  private static InitialValue usual(int pcr) {
    return pcr >= FIRST_DRTM && pcr <= LAST_DRTM ? InitialValue.ONES : InitialValue.ZEROS;
  }

  private List<Digest> begin(InitialValue value) {
    return sorted().stream().map(value::in).toList();
  }

  private List<Digest> read(int pcr) {
    return sorted().stream().map(bank -> engine.readPcr(pcr, bank)).toList();
  }

  /** The order in which a virtual register gives its banks. */
  private List<HashAlgorithm> sorted() {
    return engine.banks().stream().sorted().toList();
  }

  private static List<Digest> extended(List<Digest> banks, List<Digest> by) {
    List<Digest> result = new ArrayList<>();
    for (Digest bank : banks) {
      RegisterBank value = new RegisterBank(bank);
      for (Digest digest : by) {
        if (digest.algorithm() == bank.algorithm()) {
          value = value.extendedBy(digest);
        }
      }
      result.add(value.value());
    }
    return result;
  }
}
