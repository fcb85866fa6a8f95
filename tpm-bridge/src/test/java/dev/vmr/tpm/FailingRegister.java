package dev.vmr.tpm;

import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.register.Digest;
import java.io.IOException;

/** A register that can be told to refuse. */
final class FailingRegister implements PhysicalRegister {
  private final PhysicalRegister register;
  boolean failing;

  FailingRegister(PhysicalRegister register) {
    this.register = register;
  }

  @Override
  public RegisterDescription describe() {
    return register.describe();
  }

  @Override
  public Digest read() throws IOException {
    return register.read();
  }

  @Override
  public void extend(Digest digest) throws IOException {
    if (failing) {
      throw new IOException("told to fail");
    }
    register.extend(digest);
  }
}
