package dev.vmr.ima.follow;

import dev.vmr.ima.BootAggregate;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The files of a live list: what is staged, what is current, and their count. */
final class ListFiles {
  private static final String STAGED = "_staged";
  private static final String COUNT = "runtime_measurements_count";
  private static final String KERNEL_FILES = "securityfs";

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

  /**
   * Keeps the list as it is until this is closed: the kernel lets nobody write to one of its lists
   * while anybody reads one. Entries are still added.
   *
   * @throws IOException when somebody writes to one just now (EBUSY), or it cannot be read
   */
  Hold hold() throws IOException {
    return new Hold(FileChannel.open(current, StandardOpenOption.READ));
  }

  /** What keeps a list as it is. */
  record Hold(FileChannel channel) implements Closeable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Whether entries can be deleted from this list: it can be staged, or it is the kernel's and
   * somebody may write to it.
   */
  boolean canShrink() throws IOException {
    return Files.exists(staged)
        || (Files.getFileStore(current).type().equals(KERNEL_FILES)
            && Files.getPosixFilePermissions(current).contains(PosixFilePermission.OWNER_WRITE));
  }

  /**
   * Whether the list has its beginning: the first entry that a kernel makes. One without entries
   * has not.
   */
  boolean hasBeginning() throws ImaFormatException, IOException {
    try (ListWalk walk = walk()) {
      ImaEntry first = walk.next();
      return first != null && first.path().filter(BootAggregate::isPath).isPresent();
    }
  }

  /** How many kernels list in it: each begins with a boot_aggregate (kexec). */
  int beginnings(int pcr) throws ImaFormatException, IOException {
    int[] found = {0};
    read(
        (entry, from, behind) -> {
          if (entry.pcr() == pcr && entry.path().filter(BootAggregate::isPath).isPresent()) {
            found[0]++;
          }
          return true;
        });
    return found[0];
  }

  /** The digests that the first entries of a PCR extend a bank by. */
  List<Digest> beginning(int pcr, HashAlgorithm bank, int limit)
      throws ImaFormatException, IOException {
    List<Digest> list = new ArrayList<>();
    read(
        (entry, from, behind) -> {
          if (entry.pcr() == pcr) {
            list.add(NewEntry.digests(entry, List.of(bank)).get(0));
          }
          return list.size() < limit;
        });
    return list;
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

  /** Opens the list at its beginning. */
  ListWalk walk() throws ImaFormatException, IOException {
    Path first = Files.exists(staged) ? staged : current;
    return new ListWalk(current, first, OpenList.first(first));
  }

  /** Opens one of the files at a place; null when what was before the place is not there. */
  @Nullable ListWalk walk(Path file, ListPosition place) throws IOException {
    OpenList open = OpenList.at(file, place);
    return open == null ? null : new ListWalk(current, file, open);
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
    try (ListWalk walk = walk()) {
      ImaEntry entry = walk.next();
      while (entry != null
          && visitor.entry(entry, walk.file(), Objects.requireNonNull(walk.position()))) {
        entry = walk.next();
      }
    }
  }
}
