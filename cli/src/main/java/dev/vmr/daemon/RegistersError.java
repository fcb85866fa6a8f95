package dev.vmr.daemon;

import dev.vmr.daemon.varlink.VarlinkException;
import dev.vmr.register.RegisterName;
import java.io.IOException;

/** The errors of {@code dev.vmr.Registers} (docs/daemon.md, section 3). */
final class RegistersError {
  private RegistersError() {}

  /** A record could not be made of what the caller said. */
  static VarlinkException invalid(IllegalArgumentException reason) {
    return refused("invalid", String.valueOf(reason.getMessage()));
  }

  static VarlinkException refused(String reason, String text) {
    return VarlinkException.of(
        RegistersInterface.NAME + ".Refused", "reason", reason, "text", text);
  }

  static VarlinkException notPermitted(String name) {
    return VarlinkException.of(RegistersInterface.NAME + ".NotPermitted", "name", name);
  }

  static VarlinkException noSuchRegister(RegisterName name) {
    return VarlinkException.of(RegistersInterface.NAME + ".NoSuchRegister", "name", name.text());
  }

  /** An error that carries nothing but the cause's text. */
  static VarlinkException failed(String error, IOException cause) {
    return VarlinkException.of(
        RegistersInterface.NAME + "." + error, "text", String.valueOf(cause.getMessage()));
  }
}
