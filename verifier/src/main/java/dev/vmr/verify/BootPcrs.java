package dev.vmr.verify;

import dev.vmr.ima.BootAggregate;
import dev.vmr.record.Define;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.Registers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The PCRs that boot_aggregate is made of, bank by bank. */
public final class BootPcrs {
  private BootPcrs() {}

  /** Of values that were read: the banks in which there are all of them. */
  public static Map<HashAlgorithm, List<Digest>> of(List<PcrValues.Value> values) {
    Map<HashAlgorithm, Map<Integer, Digest>> banks = new EnumMap<>(HashAlgorithm.class);
    for (PcrValues.Value value : values) {
      if (value.pcr() < BootAggregate.PCRS) {
        banks
            .computeIfAbsent(value.claimed().algorithm(), bank -> new TreeMap<>())
            .put(value.pcr(), value.claimed());
      }
    }
    Map<HashAlgorithm, List<Digest>> complete = new EnumMap<>(HashAlgorithm.class);
    banks.forEach(
        (bank, pcrs) -> {
          if (pcrs.size() == BootAggregate.PCRS) {
            complete.put(bank, List.copyOf(pcrs.values()));
          }
        });
    return complete;
  }

  /** Of the registers that show PCRs: one that is not there is zeros. None if none shows one. */
  public static Map<HashAlgorithm, List<Digest>> of(Collection<VirtualRegister> registers) {
    Map<Integer, VirtualRegister> pcrs = new TreeMap<>();
    Map<HashAlgorithm, List<Digest>> banks = new EnumMap<>(HashAlgorithm.class);
    for (VirtualRegister register : registers) {
      Integer pcr = register.definition().map(Define::pcr).orElse(null);
      if (pcr != null) {
        pcrs.put(pcr, register);
        register.banks().keySet().forEach(bank -> banks.put(bank, new ArrayList<>()));
      }
    }
    banks.forEach(
        (bank, values) -> {
          for (int pcr = 0; pcr < BootAggregate.PCRS; pcr++) {
            VirtualRegister register = pcrs.get(pcr);
            Digest value = register == null ? null : register.banks().get(bank);
            values.add(value == null ? Digest.zero(bank) : value);
          }
        });
    return banks;
  }

  /** Of a firmware log: a PCR that it does not extend is zeros. */
  public static Map<HashAlgorithm, List<Digest>> of(MeasurementLog boot) {
    Set<HashAlgorithm> known = EnumSet.noneOf(HashAlgorithm.class);
    boot.replayed().values().forEach(banks -> known.addAll(banks.keySet()));
    Map<HashAlgorithm, List<Digest>> all = new EnumMap<>(HashAlgorithm.class);
    for (HashAlgorithm bank : known) {
      List<Digest> pcrs = new ArrayList<>();
      for (int pcr = 0; pcr < BootAggregate.PCRS; pcr++) {
        pcrs.add(boot.replayed(Registers.pcr(pcr), bank));
      }
      all.put(bank, pcrs);
    }
    return all;
  }
}
