package dev.vmr.platform;

import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source of physical registers and of quotes over them. */
public interface Platform extends AutoCloseable {

  /** The name that configurations use, such as {@code simulated} or {@code tdx}. */
  String name();

  /** All registers, static ones included, in the platform's order. */
  List<PhysicalRegister> registers();

  /** The register of that name. */
  default Optional<PhysicalRegister> register(RegisterName name) {
    return registers().stream()
        .filter(register -> register.describe().name().equals(name))
        .findFirst();
  }

  /** The register that firmware and kernel leave to software, which vmr owns unless told else. */
  RegisterName softwareRegister();

  /**
   * Evidence of all registers' values, in the platform's own format.
   *
   * @param reportData what the quote is to be bound to, such as a verifier's nonce: 64 bytes
   * @throws IOException when the platform gives no quote
   */
  byte[] quote(byte[] reportData) throws IOException;

  @Override
  void close() throws IOException;
}
