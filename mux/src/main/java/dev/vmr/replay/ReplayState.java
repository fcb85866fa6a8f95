package dev.vmr.replay;

import com.google.common.collect.ImmutableSortedMap;
import dev.vmr.record.Begin;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where replay stands in a log: all that it needs to go on (docs/replay.md, section 1).
 *
 * @param value the replayed value of the physical register
 * @param records how many records were hashed
 * @param syncs how many of them are syncs
 * @param jumps how many of the syncs stated a value that nothing explains
 * @param begin the latest begin record, or null when there was none
 * @param registers the virtual registers, by name
 */
public record ReplayState(
    Digest value,
    long records,
    long syncs,
    long jumps,
    @Nullable Begin begin,
    Map<RegisterName, VirtualRegister> registers) {

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException when no log has such counts or so many registers
   */
  public ReplayState {
    registers = ImmutableSortedMap.copyOf(registers);
    if (jumps < 0 || jumps > syncs || syncs > records) {
      throw new IllegalArgumentException("there are not more jumps than syncs than records");
    }
    if (registers.size() > VirtualRegisters.MAX_REGISTERS) {
      throw new IllegalArgumentException(
          "a log has at most " + VirtualRegisters.MAX_REGISTERS + " registers");
    }
    for (Map.Entry<RegisterName, VirtualRegister> each : registers.entrySet()) {
      if (!each.getKey().equals(each.getValue().name())) {
        throw new IllegalArgumentException(each.getKey() + " is " + each.getValue().name());
      }
    }
  }
}
