package dev.vmr.tests.tsm;

/** One file of an imitated kernel: each read and each write has a meaning of its own. */
interface AttributeFile {
  /** The size that it says it has. */
  int size();

  /** Permissions, such as 0444. */
  int mode();

  /** What a read gives. */
  byte[] read() throws CallFailure;

  /** What a write does. */
  void write(byte[] data) throws CallFailure;

  /** A call that fails. */
  final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;

    final int errno;

    CallFailure(int errno) {
      super("error " + errno);
      this.errno = errno;
    }
  }
}
