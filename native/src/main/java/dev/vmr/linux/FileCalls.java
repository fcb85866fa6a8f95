package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The functions of libc for files and devices, with the constants of 64-bit Linux. */
final class FileCalls {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;
  static final int EFD_CLOEXEC = O_CLOEXEC;
  static final int POLLIN = 1;
  static final int POLLERR = 8;
  static final int POLLHUP = 16;
  static final int EPIPE = 32;

  static {
    Native.register(FileCalls.class, NativeLibrary.getProcess());
  }

  private FileCalls() {}

  static native int open(String path, int flags) throws LastErrorException;

  static native long read(int descriptor, Pointer buffer, long length) throws LastErrorException;

  static native long write(int descriptor, Pointer buffer, long length) throws LastErrorException;

  static native int ioctl(int descriptor, long request, Pointer argument) throws LastErrorException;

  static native int eventfd(int count, int flags) throws LastErrorException;

  static native int poll(Pointer descriptors, long count, int milliseconds)
      throws LastErrorException;
}
