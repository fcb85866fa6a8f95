package dev.vmr.log;

import java.io.IOException;

/** The log holds something that it must not, and that could not be removed. */
public final class LogBrokenException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Such a failure.
   *
   * @param message which log, and to what size it could not be cut back
   */
  public LogBrokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
