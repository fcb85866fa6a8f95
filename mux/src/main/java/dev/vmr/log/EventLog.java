package dev.vmr.log;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * The file of an event log, open for appending by one process, which holds a lock on it.
 *
 * <p>Not safe for several threads, but for {@link #path} and reading the file through {@link
 * #read}, which other processes may do as well.
 */
public final class EventLog implements Closeable {
  private final Path path;
  private final FileChannel channel;
  private long size;

  private EventLog(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens the log, which is created empty if it does not exist. Its folder must exist.
   *
   * @throws IOException when it cannot be opened, is a symbolic link, or another process has it
   */
  public static EventLog open(Path path) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link; an event log is not");
    }
    FileChannel channel =
        FileChannel.open(
            path,
            withNoFollow(options),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    try {
      lock(path, channel);
      return new EventLog(path, channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Set<OpenOption> withNoFollow(Set<StandardOpenOption> options) {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return all;
  }

  private static void lock(Path path, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException(path + " is open in this process already", e);
    }
    throw new IOException(path + " is in use by another process");
  }

  public Path path() {
    return path;
  }

  /** The size in bytes: where the next append begins. */
  public long size() {
    return size;
  }

  /**
   * Appends all of {@code lines}, which is consumed.
   *
   * @throws IOException when not all could be written; the log has been cut back to what it was
   * @throws LogBrokenException when it could not even be cut back
   */
  public void append(ByteBuffer lines) throws IOException {
    long end = size;
    try {
      while (lines.hasRemaining()) {
        end += channel.write(lines, end);
      }
    } catch (IOException e) {
      cutBackAfter(e);
      throw e;
    }
    size = end;
  }

  private void cutBackAfter(IOException cause) throws LogBrokenException {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      e.addSuppressed(cause);
      throw new LogBrokenException(path + " ends in a line that was not accepted", e);
    }
  }

  /**
   * Cuts the log back to its first {@code newSize} bytes.
   *
   * @throws LogBrokenException when that fails
   */
  public void truncate(long newSize) throws LogBrokenException {
    try {
      channel.truncate(newSize);
    } catch (IOException e) {
      throw new LogBrokenException(path + " could not be cut back to " + newSize + " bytes", e);
    }
    size = newSize;
  }

  /** Forces what was appended to the disk. */
  public void sync() throws IOException {
    channel.force(false);
  }

  /** The whole log from the beginning, as it is now; to be closed by the caller. */
  public InputStream read() throws IOException {
    return new BufferedInputStream(
        Channels.newInputStream(FileChannel.open(path, StandardOpenOption.READ)), 1 << 16);
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
    channel.close();
  }
}
