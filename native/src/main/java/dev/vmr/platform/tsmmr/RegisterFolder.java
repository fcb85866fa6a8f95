package dev.vmr.platform.tsmmr;

import dev.vmr.platform.PhysicalRegister;
import dev.vmr.platform.RegisterDescription;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the registers of a folder (docs/tsm-mr.md, section 1). */
final class RegisterFolder {
  private static final List<HashAlgorithm> OF_SIZE =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);
  private static final int MAX_INDEX_DIGITS = 4;

  private RegisterFolder() {}

  /** A file that is a register: the part of its name before the colon, and what follows it. */
  private record Entry(
      Path file, String base, @Nullable HashAlgorithm claimed, PosixFileAttributes attributes) {
    HashAlgorithm algorithm() throws IOException {
      if (claimed == null) {
        return ofSize(attributes.size()).orElseThrow();
      }
      if (attributes.size() != claimed.size()) {
        throw new IOException(
            file
                + " has "
                + attributes.size()
                + " bytes, not "
                + claimed.size()
                + ": this is no folder of measurement registers");
      }
      return claimed;
    }
  }

  private static Optional<HashAlgorithm> ofSize(long size) {
    return OF_SIZE.stream().filter(algorithm -> algorithm.size() == size).findFirst();
  }

  /**
   * The registers of a folder, by the names of their files.
   *
   * @throws IOException when there is no such folder, or it is something else
   */
  static List<PhysicalRegister> list(Path folder, AttributeFiles files) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : sorted(folder)) {
      entry(file).ifPresent(entries::add);
    }
    List<PhysicalRegister> registers = new ArrayList<>();
    for (Entry entry : entries) {
      boolean several = entries.stream().filter(e -> e.base().equals(entry.base())).count() > 1;
      Optional<RegisterName> name = name(entry, several);
      if (name.isPresent()) {
        registers.add(new TsmMrRegister(describe(entry, name.get()), entry.file(), files));
      }
    }
    if (registers.isEmpty()) {
      throw new IOException(folder + " holds no measurement registers");
    }
    return registers;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().collect(Collectors.toList());
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new IOException(
          folder
              + ": no such folder; measurement registers are there since Linux 6.16, when their"
              + " driver is loaded (on TDX: modprobe tdx-guest)",
          e);
    }
  }

  private static Optional<Entry> entry(Path file) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    String name = String.valueOf(file.getFileName());
    int colon = name.lastIndexOf(':');
    if (colon < 0) {
      return ofSize(attributes.size()).map(size -> new Entry(file, name, null, attributes));
    }
    return HashAlgorithm.ofKernelName(name.substring(colon + 1))
        .map(claimed -> new Entry(file, name.substring(0, colon), claimed, attributes));
  }

  private static Optional<RegisterName> name(Entry entry, boolean several) {
    HashAlgorithm claimed = entry.claimed();
    return RegisterName.tryParse(
        several && claimed != null ? entry.base() + "." + claimed.kernelName() : entry.base());
  }

  private static RegisterDescription describe(Entry entry, RegisterName name) throws IOException {
    return new RegisterDescription(
        name,
        index(entry.base()),
        entry.algorithm(),
        entry.attributes().permissions().contains(PosixFilePermission.OWNER_READ),
        entry.attributes().permissions().contains(PosixFilePermission.OWNER_WRITE),
        true);
  }

  private static int index(String name) {
    int start = name.length();
    while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
      start--;
    }
    String digits = name.substring(start);
    return digits.isEmpty() || digits.length() > MAX_INDEX_DIGITS ? 0 : Integer.parseInt(digits);
  }
}
