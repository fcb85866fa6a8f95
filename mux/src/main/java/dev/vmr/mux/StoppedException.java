package dev.vmr.mux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The multiplexer has stopped (docs/multiplexer.md, section 2). Whether this request was extended
 * is decided by the recovery at the next start.
 */
public final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
