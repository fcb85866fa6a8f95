package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;

/** The functions of libc that this package calls, with the constants of 64-bit Linux. */
final class Libc {
  static final int AF_UNIX = 1;
  static final int SOCK_STREAM = 1;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SCM_RIGHTS = 1;
  static final int SO_PEERCRED = 17;
  static final int SO_RCVTIMEO = 20;
  static final int MSG_PEEK = 0x2;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  static final int SHUT_RDWR = 2;

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int ECONNRESET = 104;
  static final int ECONNREFUSED = 111;

  static {
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int socketpair(int domain, int type, int protocol, int[] descriptors)
      throws LastErrorException;

  static native int bind(int socket, byte[] address, int length) throws LastErrorException;

  static native int listen(int socket, int backlog) throws LastErrorException;

  static native int accept4(int socket, Pointer address, Pointer length, int flags)
      throws LastErrorException;

  static native int connect(int socket, byte[] address, int length) throws LastErrorException;

  static native int chmod(String path, int mode) throws LastErrorException;

  static native long recv(int socket, Pointer buffer, long length, int flags)
      throws LastErrorException;

  static native long send(int socket, Pointer buffer, long length, int flags)
      throws LastErrorException;

  static native long recvmsg(int socket, Pointer message, int flags) throws LastErrorException;

  static native long sendmsg(int socket, Pointer message, int flags) throws LastErrorException;

  static native int getsockopt(int socket, int level, int option, byte[] value, int[] length)
      throws LastErrorException;

  static native int setsockopt(int socket, int level, int option, byte[] value, int length)
      throws LastErrorException;

  static native int shutdown(int socket, int how) throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;

  /** What a failed call tells people: what was tried, and strerror's words. */
  static IOException failed(String what, LastErrorException error) {
    return new IOException(what + ": " + error.getMessage(), error);
  }

  /** Closes a descriptor that nobody uses; there is nothing to be done about a failure. */
  static void closeQuietly(int descriptor) {
    try {
      close(descriptor);
    } catch (LastErrorException e) {
      return; // close(2): the descriptor is gone all the same
    }
  }
}
