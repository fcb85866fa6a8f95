package dev.vmr.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The boot id of the running kernel (random(4)). */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** Reads it. */
  public static UUID current() throws IOException {
    String text = Files.readString(FILE).strip();
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(FILE + " holds no UUID", e);
    }
  }
}
