package dev.vmr.log;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file of an event log, open for appending by one process, which holds a lock on it.
 *
 * <p>Not safe for several threads, but for {@link #path} and {@link #read}. It is not written
 * through a FileChannel, which an interrupt of the writing thread would close.
 */
public final class EventLog implements Closeable {
  private final Path path;
  private final RandomAccessFile file;
  private long size;

  private EventLog(Path path, RandomAccessFile file, long size) {
    this.path = path;
    this.file = file;
    this.size = size;
  }

  /**
   * Opens the log, which is created empty if it does not exist. Its folder must exist.
   *
   * @throws IOException when it cannot be opened, is a symbolic link, or another process has it
   */
  public static EventLog open(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link; an event log is not");
    }
    if (!Files.exists(path)) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      lock(path, file);
      long size = file.length();
      file.seek(size);
      return new EventLog(path, file, size);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void lock(Path path, RandomAccessFile file) throws IOException {
    try {
      if (file.getChannel().tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException(path + " is open in this process already", e);
    }
    throw new IOException(path + " is in use by another process");
  }

  /** The file, as it was given to {@link #open}. */
  public Path path() {
    return path;
  }

  /** The size in bytes: where the next append begins. */
  public long size() {
    return size;
  }

  /**
   * Appends {@code length} bytes of {@code lines}, with one write.
   *
   * @throws IOException when not all could be written; the log has been cut back to what it was
   * @throws LogBrokenException when it could not even be cut back
   */
  public void append(byte[] lines, int length) throws IOException {
    try {
      file.write(lines, 0, length);
    } catch (IOException e) {
      cutBack(size, e);
      throw e;
    }
    size += length;
  }

  /**
   * Cuts the log back to its first {@code newSize} bytes.
   *
   * @throws LogBrokenException when that fails
   */
  public void truncate(long newSize) throws LogBrokenException {
    cutBack(newSize, null);
  }

  private void cutBack(long newSize, @Nullable IOException cause) throws LogBrokenException {
    try {
      file.setLength(newSize);
      file.seek(newSize);
    } catch (IOException e) {
      if (cause != null) {
        e.addSuppressed(cause);
      }
      throw new LogBrokenException(path + " could not be cut back to " + newSize + " bytes", e);
    }
    size = newSize;
  }

  /** Forces what was appended to the disk. */
  public void sync() throws IOException {
    file.getFD().sync();
  }

  /** The whole log from the beginning, as it is now; to be closed by the caller. */
  public InputStream read() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
  }

  /**
   * Moves the log away under {@code archive} and closes it; what is there already is kept.
   *
   * @throws FileAlreadyExistsException when {@code archive} exists
   */
  public void archiveAs(Path archive) throws IOException {
    if (Files.exists(archive, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(archive.toString());
    }
    Files.move(path, archive, StandardCopyOption.ATOMIC_MOVE);
    close();
  }

  /** Closes the file and gives up the lock. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
