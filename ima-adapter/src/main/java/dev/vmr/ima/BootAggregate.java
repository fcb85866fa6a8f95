package dev.vmr.ima;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry boot_aggregate (docs/ima.md, section 6).
 *
 * @param entry its number in the list
 * @param claimed the digest that it has
 */
public record BootAggregate(long entry, FileDigest claimed) {
  /** The path that marks it. */
  public static final String PATH = "boot_aggregate";

  /** What it is in a kernel that starts IMA last of all, to wait for its TPM. */
  private static final String LATE_PATH = "boot_aggregate_late";

  /** It is the hash of so many PCRs at most. */
  public static final int PCRS = 10;

  private static final int WITHOUT_BOOT_LOADER = 8;

  /**
   * All of a list, in order; a list has another after each kexec.
   *
   * @throws ImaFormatException when the list is truncated or malformed
   */
  public static List<BootAggregate> of(ImaSource list) throws ImaFormatException, IOException {
    List<BootAggregate> found = new ArrayList<>();
    list.read(
        entry -> {
          if (entry.path().filter(BootAggregate::isPath).isPresent() && !entry.violation()) {
            entry
                .fileDigest()
                .ifPresent(digest -> found.add(new BootAggregate(entry.number(), digest)));
          }
        });
    return found;
  }

  /** Whether an entry of this path is one. */
  public static boolean isPath(String path) {
    return path.equals(PATH) || path.equals(LATE_PATH);
  }

  /** Whether it says that there was no TPM. */
  public boolean noTpm() {
    return claimed.hex().chars().allMatch(c -> c == '0');
  }

  /**
   * Which PCRs it is the hash of.
   *
   * @param pcrs PCRs 0 to 9 of the bank of that algorithm
   * @return empty when it is of none
   */
  public Optional<String> explainedBy(HashAlgorithm algorithm, List<Digest> pcrs) {
    for (int count : new int[] {PCRS, WITHOUT_BOOT_LOADER}) {
      boolean usual = count == PCRS ? algorithm != HashAlgorithm.SHA1 : true;
      if (usual && hash(algorithm, pcrs.subList(0, count)).hex().equals(claimed.hex())) {
        return Optional.of("PCRs 0 to " + (count - 1));
      }
    }
    return Optional.empty();
  }

  /** The hash of PCR values, one behind the other. */
  public static Digest hash(HashAlgorithm algorithm, List<Digest> pcrs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pcrs.forEach(pcr -> all.writeBytes(pcr.toByteArray()));
    return algorithm.hash(all.toByteArray());
  }
}
