package dev.vmr.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files of the kernel (sysfs, configfs) in which each system call has a meaning of its own: nothing
 * is repeated, continued or buffered here.
 */
public final class KernelFile {
  private static final int CHUNK = 1 << 14;

  private KernelFile() {}

  /**
   * Opens, reads and closes: one {@code read} of up to {@code limit} bytes, which may give fewer.
   *
   * @throws SystemCallException when a call failed
   */
  public static byte[] readOnce(Path file, int limit) throws IOException {
    try (Memory buffer = new Memory(limit)) {
      int descriptor = open(file, FileCalls.O_RDONLY);
      try {
        return buffer.getByteArray(0, (int) read(file, descriptor, buffer, limit));
      } finally {
        Libc.closeQuietly(descriptor);
      }
    }
  }

  /**
   * Opens, reads to the end and closes.
   *
   * @return the content, or its first {@code limit + 1} bytes when it has more than {@code limit}
   * @throws SystemCallException when a call failed
   */
  public static byte[] readAll(Path file, int limit) throws IOException {
    byte[] content = new byte[0];
    try (Memory buffer = new Memory(CHUNK)) {
      int descriptor = open(file, FileCalls.O_RDONLY);
      try {
        while (content.length <= limit) {
          long want = Math.min(CHUNK, (long) limit + 1 - content.length);
          int count = (int) read(file, descriptor, buffer, want);
          if (count == 0) {
            break;
          }
          int at = content.length;
          content = Arrays.copyOf(content, at + count);
          buffer.read(0, content, at, count);
        }
      } finally {
        Libc.closeQuietly(descriptor);
      }
    }
    return content;
  }

  private static long read(Path file, int descriptor, Memory buffer, long length)
      throws SystemCallException {
    try {
      return FileCalls.read(descriptor, buffer, length);
    } catch (LastErrorException e) {
      throw new SystemCallException("read " + file, e);
    }
  }

  /**
   * Opens, writes and closes: one {@code write}. The file is neither made nor cut.
   *
   * @throws SystemCallException when a call failed
   * @throws IOException when fewer bytes were written
   */
  public static void writeOnce(Path file, byte[] data) throws IOException {
    try (Memory buffer = new Memory(Math.max(data.length, 1))) {
      buffer.write(0, data, 0, data.length);
      int descriptor = open(file, FileCalls.O_WRONLY);
      long count;
      try {
        count = FileCalls.write(descriptor, buffer, data.length);
      } catch (LastErrorException e) {
        throw new SystemCallException("write " + file, e);
      } finally {
        Libc.closeQuietly(descriptor);
      }
      if (count != data.length) {
        throw new IOException(
            "write " + file + ": only " + count + " of " + data.length + " bytes");
      }
    }
  }

  private static int open(Path file, int flags) throws SystemCallException {
    try {
      return FileCalls.open(file.toString(), flags | FileCalls.O_CLOEXEC);
    } catch (LastErrorException e) {
      throw new SystemCallException("open " + file, e);
    }
  }
}
