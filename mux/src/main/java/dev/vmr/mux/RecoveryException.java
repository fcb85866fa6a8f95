package dev.vmr.mux;

import java.io.IOException;

/** A log that this multiplexer must not go on with (docs/multiplexer.md, section 3). */
public final class RecoveryException extends IOException {
  private static final long serialVersionUID = 1L;

  RecoveryException(String message) {
    super(message);
  }
}
