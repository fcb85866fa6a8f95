package dev.vmr.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * {@code recv} for a caller who asks again and again: a failure is -1, and not an exception, which
 * would cost more than the calls between two messages.
 */
final class PollingLibc {
  static {
    Native.register(PollingLibc.class, NativeLibrary.getProcess());
  }

  private PollingLibc() {}

  static native long recv(int socket, long buffer, long length, int flags);
}
