package dev.vmr.record;

import dev.vmr.register.RegisterName;

/**
 * {@code <name> lock}: the register ends; nothing moves it any more in this log.
 *
 * @param name the virtual register
 */
public record Lock(RegisterName name) implements LogRecord {
  @Override
  public Kind kind() {
    return Kind.LOCK;
  }

  @Override
  public String format() {
    return name + " lock";
  }
}
