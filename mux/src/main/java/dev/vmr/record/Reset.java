package dev.vmr.record;

import dev.vmr.register.RegisterName;
import org.jspecify.annotations.Nullable;

/**
 * {@code <name> reset [init/<xx>]}: every bank of a resettable register begins again.
 *
 * @param name the virtual register
 * @param value what the banks begin with this time, or null for the defined initial value
 */
public record Reset(RegisterName name, @Nullable InitialValue value) implements LogRecord {
  @Override
  public Kind kind() {
    return Kind.RESET;
  }

  @Override
  public String format() {
    return value == null ? name + " reset" : name + " reset " + value.format();
  }
}
