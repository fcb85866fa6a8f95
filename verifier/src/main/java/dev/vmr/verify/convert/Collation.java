package dev.vmr.verify.convert;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.cel.CelIndex;
import dev.vmr.verify.cel.CelRecord;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts several logs of a machine into one (docs/convert.md, section 3). */
public final class Collation {
  private final Map<RegisterName, Map<HashAlgorithm, Digest>> values = new HashMap<>();
  private final Map<CelIndex, Long> numbers = new HashMap<>();
  private final List<CelRecord> records = new ArrayList<>();

  private Collation() {}

  /**
   * The logs one after the other as one canonical event log.
   *
   * @param logs in the order in which they extended the registers: firmware's first
   * @throws ConversionException when one of them cannot be converted, or begins at a value that
   *     those before it do not lead to
   */
  public static byte[] collate(List<byte[]> logs, TargetFormat target) throws ConversionException {
    switch (target) {
      case CEL_JSON, CEL_CBOR, CEL_TLV -> {}
      case TCG2, VMR ->
          throw new ConversionException("only a canonical event log holds more than one log");
    }
    Collation collation = new Collation();
    for (int i = 0; i < logs.size(); i++) {
      try {
        collation.add(logs.get(i));
      } catch (ConversionException e) {
        throw new ConversionException("log " + (i + 1) + ": " + e.getMessage());
      }
    }
    return Conversion.write(collation.records, target);
  }

  private void add(byte[] log) throws ConversionException {
    MeasurementLog read = Conversion.read(log);
    for (Map.Entry<RegisterName, Digest> start : starts(read).entrySet()) {
      Digest before = value(start.getKey(), start.getValue().algorithm());
      if (!before.equals(start.getValue())) {
        throw new ConversionException(
            "it begins at " + start.getValue() + ", the logs before it lead to " + before);
      }
    }
    for (CelRecord record : Conversion.records(log, read, true)) {
      records.add(record.numbered(numbers.merge(record.index(), 1L, Long::sum) - 1));
    }
    read.replayed().keySet().forEach(register -> advance(register, read));
  }

  /** What a log says that registers held before; ours says it always. */
  private static Map<RegisterName, Digest> starts(MeasurementLog log) {
    Map<RegisterName, Digest> starts = new HashMap<>(log.claimedStarts());
    if (log.kind() == LogKind.VMR && !log.events().isEmpty()) {
      LoggedEvent sync = log.events().get(0);
      starts.putIfAbsent(
          sync.register().orElseThrow(), Digest.zero(sync.digests().get(0).algorithm()));
    }
    return starts;
  }

  /** What the logs so far lead to; at first what a register begins with. */
  private Digest value(RegisterName register, HashAlgorithm bank) {
    return values
        .getOrDefault(register, Map.of())
        .getOrDefault(bank, Registers.initial(register, bank));
  }

  private void advance(RegisterName register, MeasurementLog read) {
    Map<HashAlgorithm, Digest> banks =
        values.computeIfAbsent(register, unused -> new EnumMap<>(HashAlgorithm.class));
    read.replayed()
        .getOrDefault(register, Map.of())
        .forEach(
            (bank, alone) ->
                banks.compute(
                    bank,
                    (unused, before) ->
                        before == null || read.claimedStarts().containsKey(register)
                            ? alone
                            : read.replayedFrom(register, before)));
  }
}
