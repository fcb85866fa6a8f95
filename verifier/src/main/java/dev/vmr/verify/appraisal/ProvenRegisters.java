package dev.vmr.verify.appraisal;

import dev.vmr.register.RegisterName;
import dev.vmr.replay.VirtualRegister;
import dev.vmr.verify.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The virtual registers that are proven, and of which quoted register the log of each is. */
final class ProvenRegisters {
  private final Map<RegisterName, VirtualRegister> registers = new TreeMap<>();
  private final Map<RegisterName, String> origins = new TreeMap<>();

  /**
   * Adds those of one log or manifest.
   *
   * @param origin the quoted register that it replays to
   * @param findings where is said that a name was there already
   */
  void add(String origin, Map<RegisterName, VirtualRegister> more, List<Finding> findings) {
    more.forEach(
        (name, register) -> {
          if (registers.putIfAbsent(name, register) == null) {
            origins.put(name, origin);
          } else {
            findings.add(Finding.error("register-ambiguous", name + " is in more than one log"));
          }
        });
  }

  /** By name. */
  Map<RegisterName, VirtualRegister> all() {
    return Collections.unmodifiableMap(registers);
  }

  Optional<VirtualRegister> get(RegisterName name) {
    return Optional.ofNullable(registers.get(name));
  }

  Optional<String> origin(RegisterName name) {
    return Optional.ofNullable(origins.get(name));
  }
}
