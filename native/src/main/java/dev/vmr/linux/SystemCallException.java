package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;

/** A system call failed. */
public final class SystemCallException extends IOException {
  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** Input/output error. */
  public static final int EIO = 5;

  /** No such device or address. */
  public static final int ENXIO = 6;

  /** Try again; also called EWOULDBLOCK. */
  public static final int EAGAIN = 11;

  /** Busy. */
  public static final int EBUSY = 16;

  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallException(String what, LastErrorException cause) {
    super(what + ": " + cause.getMessage(), cause);
    this.errno = cause.getErrorCode();
  }

  /**
   * A failure.
   *
   * @param what which call on which file, and why it failed
   * @param errno the kernel's number for it
   */
  public SystemCallException(String what, int errno) {
    super(what);
    this.errno = errno;
  }

  /** The number that the kernel gave, errno(3). */
  public int errno() {
    return errno;
  }
}
