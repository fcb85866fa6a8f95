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
    List<HashAlgorithm> banks = sorted(pcr);
    List<Digest> now = banks.stream().map(bank -> engine.readPcr(pcr, bank)).toList();
    if (now.equals(known(pcr, register, banks))) {
      return new ArrayList<>();
    }
    InitialValue usual = usual(pcr, register);
    for (int code : new int[] {usual.code(), 0, 1, 2, 3, MAX_LOCALITY, InitialValue.ONES.code()}) {
      InitialValue start = new InitialValue(code);
      List<Digest> begin = begin(start, banks);
      boolean reset = now.equals(begin);
      if (reset || (!hashed.isEmpty() && now.equals(extended(begin, hashed)))) {
        List<LogRecord> records = begun(pcr, register, start);
        if (!reset) {
          records.add(new Extend(register.name(), hashed, null));
        }
        return records;
      }
    }
    return null;
  }

  /** The records of a PCR that goes on from a value that it had elsewhere. */
  List<LogRecord> restored(int pcr, PcrRegister register) {
    List<LogRecord> records = new ArrayList<>();
    Define definition =
        find(register)
            .flatMap(VirtualRegister::definition)
            .orElseGet(() -> definition(pcr, register));
    if (find(register).isEmpty()) {
      records.add(definition);
    }
    List<HashAlgorithm> has = engine.banks(pcr);
    List<Digest> values =
        definition.banks().stream()
            .map(
                bank ->
                    has.contains(bank)
                        ? engine.readPcr(pcr, bank)
                        : known(pcr, register, List.of(bank)).get(0))
            .toList();
    records.add(new Reset(register.name(), null, values));
    return records;
  }

  /** The records of a PCR_Reset, which makes zeros of every bank of the PCR. */
  List<LogRecord> reset(int pcr, PcrRegister register) {
    List<HashAlgorithm> banks = sorted(pcr);
    boolean zeros = known(pcr, register, banks).equals(begin(InitialValue.ZEROS, banks));
    return zeros ? List.of() : begun(pcr, register, InitialValue.ZEROS);
  }

  private List<LogRecord> begun(int pcr, PcrRegister register, InitialValue start) {
    List<LogRecord> records = new ArrayList<>();
    if (find(register).isEmpty()) {
      records.add(definition(pcr, register));
    }
    InitialValue usual = usual(pcr, register);
    records.add(new Reset(register.name(), start.equals(usual) ? null : start));
    return records;
  }

  /** What the log says of some banks of a PCR. */
  private List<Digest> known(int pcr, PcrRegister register, List<HashAlgorithm> banks) {
    return find(register)
        .map(before -> banks.stream().map(bank -> before.banks().get(bank)).toList())
        .orElseGet(() -> begin(usual(pcr), banks));
  }

  /** What the register is defined to begin with. */
  private InitialValue usual(int pcr, PcrRegister register) {
    return find(register)
        .flatMap(VirtualRegister::definition)
        .map(Define::initial)
        .orElse(usual(pcr));
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

  private static List<Digest> begin(InitialValue value, List<HashAlgorithm> banks) {
    return banks.stream().map(value::in).toList();
  }

  /** The banks that a PCR has, in the order in which a virtual register gives them. */
  private List<HashAlgorithm> sorted(int pcr) {
    return engine.banks(pcr).stream().sorted().toList();
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
