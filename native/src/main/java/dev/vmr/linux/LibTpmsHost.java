package dev.vmr.linux;

import java.io.IOException;
import java.util.Optional;

/** What libtpms asks of the program that it is in. */
public interface LibTpmsHost {

  /**
   * A state that was stored.
   *
   * @param name {@code permall} or {@code volatilestate}
   * @return empty when there is none; for {@code permall} the library then makes a new TPM
   * @throws IOException when there is one that cannot be read: the TPM then does not start
   */
  Optional<byte[]> load(String name) throws IOException;

  /**
   * Stores a state. When this fails the TPM enters failure mode.
   *
   * @throws IOException when the state is not stored
   */
  void store(String name, byte[] state) throws IOException;

  /**
   * Forgets a state, if there is one.
   *
   * @throws IOException when it is still there
   */
  void delete(String name) throws IOException;

  /** The locality of the command that runs, 0 to 4. */
  int locality();

  /** Whether somebody is physically present. */
  boolean physicalPresence();
}
