package dev.vmr.record;

import dev.vmr.register.Digest;

/**
 * {@code SYNC <digest>}: the value that the physical register had before this line.
 *
 * @param claimedValue what the line says; replay compares it with what it computed
 */
public record Sync(Digest claimedValue) implements LogRecord {
  @Override
  public Kind kind() {
    return Kind.SYNC;
  }

  @Override
  public String format() {
    return "SYNC " + claimedValue;
  }
}
