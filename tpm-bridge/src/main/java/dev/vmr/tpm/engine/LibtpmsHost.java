package dev.vmr.tpm.engine;

import dev.vmr.linux.LibTpmsHost;
import java.io.IOException;
import java.util.Optional;

/** What libtpms asks of us: its states, the locality of a command, physical presence. */
final class LibtpmsHost implements LibTpmsHost {
  private final Nvram nvram;
  private int locality;
  private volatile boolean physicalPresence;

  LibtpmsHost(Nvram nvram) {
    this.nvram = nvram;
  }

  void locality(int locality) {
    this.locality = locality;
  }

  void physicalPresence(boolean present) {
    physicalPresence = present;
  }

  @Override
  public Optional<byte[]> load(String name) throws IOException {
    return nvram.load(name);
  }

  @Override
  public void store(String name, byte[] state) throws IOException {
    nvram.store(name, state);
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
