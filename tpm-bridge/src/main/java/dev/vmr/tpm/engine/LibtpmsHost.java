package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpmsHost;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What libtpms asks of us: its states, the locality of a command, physical presence. */
final class LibtpmsHost implements LibTpmsHost {
  private final Nvram nvram;
  private int locality;
  private volatile boolean physicalPresence;
  private @Nullable Nvram candidate;

  LibtpmsHost(Nvram nvram) {
    this.nvram = nvram;
  }

  void locality(int locality) {
    this.locality = locality;
  }

  void physicalPresence(boolean present) {
    physicalPresence = present;
  }

  /** What {@link #load} gives instead of what is stored, or null. */
  void candidate(@Nullable Nvram instead) {
    candidate = instead;
  }

  @Override
  public Optional<byte[]> load(String name) throws IOException {
    Nvram from = candidate;
    return (from == null ? nvram : from).load(name);
  }

  @Override
  public void store(String name, byte[] state) throws IOException {
    Nvram to = candidate;
    (to == null ? nvram : to).store(name, state);
  }

  @Override
  public void delete(String name) throws IOException {
    nvram.delete(name);
  }

  @Override
  public int locality() {
    return locality;
  }

  @Override
  public boolean physicalPresence() {
    return physicalPresence;
  }
}
