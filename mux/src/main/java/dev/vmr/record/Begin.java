package dev.vmr.record;

import dev.vmr.register.RegisterName;
import java.util.UUID;

/**
 * {@code vmr begin 1 boot/<uuid> register/<physical>}: the log's version, boot and register.
 *
 * @param bootId the machine's boot id when the log began, or went on after a kexec
 * @param physical the physical register whose log this is
 */
public record Begin(UUID bootId, RegisterName physical) implements LogRecord {
  /** The version of the log format that this code reads and writes. */
  public static final String VERSION = "1";

  @Override
  public Kind kind() {
    return Kind.BEGIN;
  }

  @Override
  public String format() {
    return "vmr begin " + VERSION + " boot/" + bootId + " register/" + physical;
  }
}
