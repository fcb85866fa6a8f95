package dev.vmr.tpm.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where a TPM's states are kept, each by its name (docs/tpm-bridge.md, section 6). */
public interface Nvram extends Closeable {
  /** What outlives power. */
  String PERMANENT = "permall";

  /** What a running TPM holds. */
  String VOLATILE = "volatilestate";

  /**
   * A state that was stored.
   *
   * @return empty when there is none
   * @throws IOException when there is one that is damaged or cannot be read
   */
  Optional<byte[]> load(String name) throws IOException;

  /**
   * Stores a state in the place of the one that is there: whatever happens, one or the other is.
   *
   * @throws IOException when it is not stored
   */
  void store(String name, byte[] state) throws IOException;

  /**
   * Forgets a state, if there is one.
   *
   * @throws IOException when it is still there
   */
  void delete(String name) throws IOException;
}
