package dev.vmr.ima.follow;

import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import dev.vmr.replay.VirtualRegister;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place in a live list up to which it was followed (docs/ima.md, section 9). */
final class ListCursor {
  /** So many new entries are in memory at once. */
  private static final int MAX_STEPS = 4096;

  private final FollowConfig config;
  private final ListFiles files;
  private Path file;
  private @Nullable ListPosition place;
  private @Nullable ListWalk walk;

  ListCursor(FollowConfig config, ListFiles files) {
    this.config = config;
    this.files = files;
    this.file = files.current();
  }

  /** A new entry and the place behind it; without the entry when it is of another PCR. */
  record Step(@Nullable NewEntry entry, Path file, ListPosition behind) {}

  /** How many entries of the current list are before the place. */
  long followedOfCurrent() {
    ListPosition known = place;
    return known != null && file.equals(files.current()) ? known.entries() : 0;
  }

  /** Goes behind an entry. */
  void advance(Step step) {
    file = step.file();
    place = step.behind();
  }

  /**
   * The next entries, at most a few thousand, none at the end; null when the place is not in the
   * list any more, so that it has to be found again. The list is open until it is released.
   *
   * @throws ImaFormatException when the list is malformed
   * @throws IOException when it cannot be read just now
   */
  @Nullable List<Step> next() throws ImaFormatException, IOException {
    ListWalk open = walk;
    if (open == null) {
      open = open();
      walk = open;
    }
    if (open == null) {
      return null;
    }
    List<Step> steps = new ArrayList<>();
    while (steps.size() < MAX_STEPS) {
      ImaEntry entry = open.next();
      if (entry == null) {
        release();
        break;
      }
      NewEntry extension = entry.pcr() == config.pcr() ? NewEntry.of(entry, config.banks()) : null;
      steps.add(new Step(extension, open.file(), Objects.requireNonNull(open.position())));
    }
    return steps;
  }

  private @Nullable ListWalk open() throws ImaFormatException, IOException {
    ListPosition known = place;
    if (known == null) {
      return files.walk();
    }
    try {
      ListWalk same = files.walk(file, known);
      if (same == null && file.equals(files.current())) {
        // What is staged was current: the place is the same.
        same = files.walk(files.staged(), known);
      }
      return same;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Closes the list. */
  void release() throws IOException {
    ListWalk open = walk;
    walk = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Finds the place behind the last entry that extended the register, and proves it: the entries
   * before it give the register's value, or are its last extensions.
   *
   * @param hold of the list, which is read more than once
   * @return whether entries may be missing there: the list was deleted from, and nothing proves
   *     that only entries were that had been followed
   * @throws FollowException when there is no such place
   */
  boolean find(FollowedRegister followed, ListFiles.Hold hold)
      throws FollowException, ImaFormatException, IOException {
    if (!hold.channel().isOpen()) {
      throw new IllegalStateException("the list is not held");
    }
    release();
    place = null;
    file = files.current();
    VirtualRegister register = followed.now();
    History history = followed.history();
    if (register.extensions() > 0 && (beginsAnew(history) || replaysTo(register))) {
      return false;
    }
    boolean cut = files.canShrink() && !files.hasBeginning();
    if (register.extensions() == 0) {
      return cut && !history.hasGapAtItsEnd();
    }
    HashAlgorithm bank = config.banks().get(followed.strongestBank());
    List<Digest> list = files.beginning(config.pcr(), bank, history.size());
    int overlap = history.overlap(list);
    boolean kexec = history.kexecSinceTheLastExtension() || (overlap > 0 && history.hasKexec());
    if (!cut && !kexec) {
      throw new FollowException(
          "the list does not go on where %s stands after %d extensions"
              .formatted(config.register(), history.size()));
    }
    goBehind(overlap);
    // Violations are all alike, and prove nothing.
    Digest violation = Digest.filled(bank, 0xFF);
    boolean proven = !list.subList(0, overlap).stream().allMatch(violation::equals);
    return cut && !proven && !history.hasGapAtItsEnd();
  }

  /**
   * Whether a kernel that has just been started was not given its predecessor's list, which may
   * have begun in the same way. One that was has a boot_aggregate of its own behind the first.
   */
  private boolean beginsAnew(History history) throws ImaFormatException, IOException {
    return history.kexecSinceTheLastExtension()
        && files.hasBeginning()
        && files.beginnings(config.pcr()) == 1;
  }

  private void goBehind(int entries) throws ImaFormatException, IOException {
    place = null;
    if (entries == 0) {
      return;
    }
    int[] left = {entries};
    files.read(
        (entry, from, behind) -> {
          if (entry.pcr() == config.pcr()) {
            left[0]--;
            file = from;
            place = behind;
          }
          return left[0] > 0;
        });
  }

  /** Whether as many entries as the register has extensions give its value; goes there if so. */
  private boolean replaysTo(VirtualRegister register) throws ImaFormatException, IOException {
    List<RunningBank> banks = config.banks().stream().map(RunningBank::new).toList();
    long[] left = {register.extensions()};
    files.read(
        (entry, from, behind) -> {
          if (entry.pcr() == config.pcr()) {
            List<Digest> digests = NewEntry.digests(entry, config.banks());
            for (int i = 0; i < banks.size(); i++) {
              banks.get(i).extend(digests.get(i));
            }
            left[0]--;
            file = from;
            place = behind;
          }
          return left[0] > 0;
        });
    Map<HashAlgorithm, Digest> values = register.banks();
    boolean gives = left[0] == 0;
    for (RunningBank bank : banks) {
      gives &= Objects.equals(bank.value(), values.get(bank.algorithm()));
    }
    return gives;
  }
}
