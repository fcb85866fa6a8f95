package dev.vmr.ima.follow;

import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what is staged and then what is current, as one list, and holds both. */
final class ListWalk implements AutoCloseable {
  private final Path current;
  private Path file;
  private OpenList open;
  private @Nullable OpenList staged;

  /**
   * Goes on where a file is open.
   *
   * @param file the one that is open: the staged list or the current one
   */
  ListWalk(Path current, Path file, OpenList open) {
    this.current = current;
    this.file = file;
    this.open = open;
  }

  /**
   * The next entry; null at the end, or before an entry that is not all there yet.
   *
   * @throws ImaFormatException when the list is malformed
   */
  @Nullable ImaEntry next() throws ImaFormatException, IOException {
    try {
      ImaEntry entry = open.next();
      if (entry == null && !file.equals(current)) {
        OpenList rest = OpenList.first(current);
        staged = open;
        open = rest;
        file = current;
        entry = open.next();
      }
      return entry;
    } catch (ImaFormatException e) {
      if (e.truncated()) {
        return null;
      }
      throw e;
    }
  }

  /** The file of the last entry. */
  Path file() {
    return file;
  }

  /** The place behind the last entry. */
  @Nullable ListPosition position() {
    return open.position();
  }

  @Override
  public void close() throws IOException {
    try {
      open.close();
    } finally {
      if (staged != null) {
        staged.close();
      }
    }
  }
}
