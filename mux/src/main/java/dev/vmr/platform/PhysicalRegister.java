package dev.vmr.platform;

import dev.vmr.register.Digest;
import java.io.IOException;

/** A measurement register that hardware, or what stands for it, keeps. */
public interface PhysicalRegister {

  /** What it is and what it can do. */
  RegisterDescription describe();

  /**
   * The current value.
   *
   * @throws IOException when the platform does not give it
   */
  Digest read() throws IOException;

  /**
   * Sets the register to {@code H(value || digest)}; the platform computes it.
   *
   * @throws IOException when the outcome is unknown: the register may or may not have been
   *     extended, and only {@link #read} can tell
   * @throws IllegalArgumentException when the digest is of another algorithm than the register
   */
  void extend(Digest digest) throws IOException;
}
