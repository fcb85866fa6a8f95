package dev.vmr.ima.follow;

import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The files of a live list: what is staged, what is current, and their count. */
final class ListFiles {
  private static final String STAGED = "_staged";
  private static final String COUNT = "runtime_measurements_count";

  private final Path current;
  private final Path staged;
  private final Path count;

  ListFiles(Path current) {
    this.current = current;
    this.staged = current.resolveSibling(current.getFileName() + STAGED);
    this.count = current.resolveSibling(COUNT);
  }

  Path current() {
    return current;
  }

  Path staged() {
    return staged;
  }

  /** Opens the list and closes it, to see whether that is possible. */
  void open() throws IOException {
    FileChannel.open(current, StandardOpenOption.READ).close();
  }

  /** Whether entries can be deleted from this list. */
  boolean canShrink() {
    return Files.exists(staged);
  }

  /** How many entries the kernel counts in the current list; empty when it does not say. */
  OptionalLong count() {
    try {
      String text = Files.readString(count).strip();
      return text.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Takes entries with the place behind each. */
  interface Visitor {
    /**
     * One entry.
     *
     * @return whether to go on
     */
    boolean entry(ImaEntry entry, Path file, ListPosition behind);
  }

  /**
   * Gives all entries, the staged ones first, up to the end or to one that is not all there yet.
   *
   * @throws ImaFormatException when one is malformed
   */
  void read(Visitor visitor) throws ImaFormatException, IOException {
    Path first = canShrink() ? staged : current;
    try (ListPosition.Opened opened = ListPosition.openFirst(first)) {
      readOn(opened, first, visitor);
    } catch (ImaFormatException e) {
      ignoreTruncated(e);
    }
  }

  /**
   * Gives the entries from where a file is open, and then, if that is the staged one, the current
   * ones. The staged file is held meanwhile: the kernel moves no entries while anybody reads.
   *
   * @throws ImaFormatException when one is malformed
   */
  void readOn(ListPosition.Opened opened, Path file, Visitor visitor)
      throws ImaFormatException, IOException {
    try {
      if (read(opened, file, visitor) && !file.equals(current)) {
        try (ListPosition.Opened rest = ListPosition.openFirst(current)) {
          read(rest, current, visitor);
        }
      }
    } catch (ImaFormatException e) {
      ignoreTruncated(e);
    }
  }

  /** A list that ends inside an entry has not been written to its end yet. */
  private static void ignoreTruncated(ImaFormatException e) throws ImaFormatException {
    if (!e.truncated()) {
      throw e;
    }
  }

  /**
   * Gives the entries from where a file is open.
   *
   * @return whether the visitor wants more
   */
  private static boolean read(ListPosition.Opened opened, Path file, Visitor visitor)
      throws ImaFormatException, IOException {
    while (true) {
      @Nullable ImaEntry entry = opened.reader().next();
      if (entry == null) {
        return true;
      }
      ListPosition behind =
          ListPosition.behind(entry, opened.reader(), opened.began(), opened.entriesBefore());
      if (!visitor.entry(entry, file, behind)) {
        return false;
      }
    }
  }
}
