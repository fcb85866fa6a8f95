package dev.vmr.mux;

import java.io.IOException;

/** Log or register failed and nothing has changed: the request may be made again. */
public final class NotExtendedException extends IOException {
  private static final long serialVersionUID = 1L;

  NotExtendedException(String message, Throwable cause) {
    super(message, cause);
  }
}
