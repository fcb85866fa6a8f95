package dev.vmr.tpm.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a TPM's states as long as the process lives. */
public final class MemoryNvram implements Nvram {
  private final Map<String, byte[]> states = new ConcurrentHashMap<>();

  /** Without any state: the TPM is a new one. */
  public MemoryNvram() {}

  @Override
  public Optional<byte[]> load(String name) {
    return Optional.ofNullable(states.get(name)).map(byte[]::clone);
  }

  @Override
  public void store(String name, byte[] state) {
    states.put(name, state.clone());
  }

  @Override
  public void delete(String name) {
    states.remove(name);
  }

  @Override
  public void close() {}
}
