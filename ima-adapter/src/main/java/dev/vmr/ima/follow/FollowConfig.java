package dev.vmr.ima.follow;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.nio.file.Path;
import java.util.List;

/**
 * What is followed where.
 *
 * @param list a binary list
 * @param register the register that each entry extends
 * @param banks its banks
 * @param pcr the PCR whose entries are meant
 * @param pollMillis the longest pause between two looks at the list
 */
public record FollowConfig(
    Path list, RegisterName register, List<HashAlgorithm> banks, int pcr, int pollMillis) {
  /** Where a kernel shows its list. */
  public static final Path KERNEL_LIST =
      Path.of("/sys/kernel/security/ima/binary_runtime_measurements");

  /** The banks that a TPM with the same list has. */
  public static final List<HashAlgorithm> USUAL_BANKS =
      ImmutableList.of(
          HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** How long a list may wait that nothing was added to. */
  public static final int USUAL_POLL_MILLIS = 100;

  /** Copies the list. */
  public FollowConfig {
    banks = ImmutableList.copyOf(banks);
  }
}
