package dev.vmr.platform;

import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source of physical registers and of quotes over them. */
public interface Platform extends AutoCloseable {

  /** On every platform the register that is left to software. */
  RegisterName EXTEND_MEASUREMENT = new RegisterName("extend_measurement");

  /** On every platform the register that holds how the machine began. */
  RegisterName INITIAL_VM_STATE = new RegisterName("initial_vm_state");

  /** The name that configurations use, such as {@code simulated} or {@code tdx}. */
  String name();

  /** All registers, static ones included, in the platform's order. */
  List<PhysicalRegister> registers();

  /** The register of that name, or of that name for every platform. */
  default Optional<PhysicalRegister> register(RegisterName name) {
    Optional<RegisterName> own = Optional.of(name);
    if (name.equals(EXTEND_MEASUREMENT)) {
      own = Optional.of(softwareRegister());
    } else if (name.equals(INITIAL_VM_STATE)) {
      own = initialStateRegister();
    }
    return own.flatMap(
        wanted ->
            registers().stream()
                .filter(register -> register.describe().name().equals(wanted))
                .findFirst());
  }

  /** The register that firmware and kernel leave to software, which vmr owns unless told else. */
  RegisterName softwareRegister();

  /** The static register that holds how the machine began, if there is one. */
  default Optional<RegisterName> initialStateRegister() {
    return Optional.empty();
  }

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
