package dev.vmr.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A struct msghdr with one buffer and room for descriptors, as 64-bit Linux lays it out (cmsg(3)).
 */
final class AncillaryMessage {
  /** Offsets in struct msghdr. */
  private static final int IOV = 16;

  private static final int IOV_LENGTH = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int SIZE = 56;

  /** Offsets in struct cmsghdr. */
  private static final int LEVEL = 8;

  private static final int TYPE = 12;
  private static final int DATA = 16;

  /** SCM_MAX_FD is 253; what does not fit the kernel closes for us. */
  private static final int MAX_DESCRIPTORS = 16;

  private static final int INT = 4;
  private static final int CONTROL_SIZE = DATA + MAX_DESCRIPTORS * INT;

  private final Memory header = new Memory(SIZE);
  private final Memory vector = new Memory(2L * Native.POINTER_SIZE);
  private final Memory control = new Memory(CONTROL_SIZE);
  private final Pointer buffer;

  AncillaryMessage(Pointer buffer) {
    this.buffer = buffer;
  }

  /** A message that receives up to {@code length} bytes into the buffer. */
  Pointer prepare(long length) {
    header.clear();
    control.clear();
    vector.setPointer(0, buffer);
    vector.setLong(Native.POINTER_SIZE, length);
    header.setPointer(IOV, vector);
    header.setLong(IOV_LENGTH, 1);
    header.setPointer(CONTROL, control);
    header.setLong(CONTROL_LENGTH, CONTROL_SIZE);
    return header;
  }

  /** A message that sends {@code length} bytes of the buffer and one descriptor. */
  Pointer prepareSending(long length, int descriptor) {
    prepare(length);
    control.setLong(0, DATA + INT);
    control.setInt(LEVEL, Libc.SOL_SOCKET);
    control.setInt(TYPE, Libc.SCM_RIGHTS);
    control.setInt(DATA, descriptor);
    header.setLong(CONTROL_LENGTH, DATA + 2L * INT);
    return header;
  }

  /** The descriptors that came with the last message; they are the caller's to close. */
  List<Integer> descriptors() {
    List<Integer> found = new ArrayList<>();
    long end = header.getLong(CONTROL_LENGTH);
    for (long at = 0; at + DATA <= end; ) {
      long length = control.getLong(at);
      if (length < DATA || at + length > end) {
        break;
      }
      boolean rights =
          control.getInt(at + LEVEL) == Libc.SOL_SOCKET
              && control.getInt(at + TYPE) == Libc.SCM_RIGHTS;
      for (long i = at + DATA; rights && i + INT <= at + length; i += INT) {
        found.add(control.getInt(i));
      }
      at += (length + 7) / 8 * 8;
    }
    return found;
  }
}
