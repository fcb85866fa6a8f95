package dev.vmr.ima.follow;

import dev.vmr.ima.ImaFormatException;
import dev.vmr.mux.Multiplexer;
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
  /** So many new entries are read before the list is closed again. */
  private static final int MAX_STEPS = 4096;

  private final FollowConfig config;
  private final ListFiles files;
  private Path file;
  private @Nullable ListPosition place;

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

  /** Whether there may be more entries than these. */
  static boolean isFull(List<Step> steps) {
    return steps.size() >= MAX_STEPS;
  }

  /** Goes behind an entry. */
  void advance(Step step) {
    file = step.file();
    place = step.behind();
  }

  /**
   * The next entries, at most a few thousand; null when the place is not in the list any more, so
   * that it has to be found again.
   *
   * @throws ImaFormatException when the list is malformed
   * @throws IOException when it cannot be read just now
   */
  @Nullable List<Step> next() throws ImaFormatException, IOException {
    List<Step> steps = new ArrayList<>();
    ListFiles.Visitor collector =
        (entry, from, behind) -> {
          NewEntry extension =
              entry.pcr() == config.pcr() ? NewEntry.of(entry, config.banks()) : null;
          steps.add(new Step(extension, from, behind));
          return steps.size() < MAX_STEPS;
        };
    ListPosition known = place;
    if (known == null) {
      files.read(collector);
      return steps;
    }
    try (ListPosition.Opened opened = known.open(file)) {
      if (opened == null) {
        return null;
      }
      files.readOn(opened, file, collector);
    } catch (NoSuchFileException e) {
      return null;
    }
    return steps;
  }

  /**
   * Finds the place behind the last entry that extended the register, and proves it: the entries
   * before it give the register's value, or are its last extensions.
   *
   * @throws FollowException when there is no such place
   */
  void find(Multiplexer multiplexer, VirtualRegister register)
      throws FollowException, ImaFormatException, IOException {
    place = null;
    file = files.current();
    if (register.extensions() == 0 || replaysTo(register)) {
      return;
    }
    History history = History.of(multiplexer, config.register());
    List<Digest> list = new ArrayList<>();
    files.read(
        (entry, from, behind) -> {
          if (entry.pcr() == config.pcr()) {
            list.add(NewEntry.digests(entry, config.banks().subList(0, 1)).get(0));
          }
          return list.size() < history.size();
        });
    int overlap = history.overlap(list);
    boolean explained =
        files.canShrink()
            || history.kexecSinceTheLastExtension()
            || (overlap > 0 && history.hasKexec());
    if (!explained) {
      throw new FollowException(
          "the list does not go on where "
              + config.register()
              + " stands after "
              + history.size()
              + " extensions");
    }
    goBehind(overlap);
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
