package dev.vmr.daemon;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.vmr.ima.follow.FollowConfig;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file says (docs/daemon.md, section 1).
 *
 * @param platform what supplies physical registers
 * @param state the folder of logs and of the simulated platform
 * @param socket the API socket, or null for none
 * @param socketMode its file mode
 * @param physical where registers go that do not say, or null for the platform's default
 * @param fsync whether an extension waits for the disk
 * @param registers the registers that the file names
 * @param access who may do what
 * @param tpm the TPM bridge, or null for none
 * @param ima the IMA list that is followed, or null for none
 */
public record DaemonConfig(
    PlatformConfig platform,
    Path state,
    @Nullable Path socket,
    int socketMode,
    @Nullable RegisterName physical,
    boolean fsync,
    List<RegisterConfig> registers,
    AccessRules access,
    @Nullable TpmConfig tpm,
    @Nullable FollowConfig ima) {

  /** Copies the list. */
  public DaemonConfig {
    registers = ImmutableList.copyOf(registers);
  }

  /** What supplies physical registers. */
  public sealed interface PlatformConfig {
    /** The simulated platform, in a folder below {@code state}. */
    record Simulated() implements PlatformConfig {}

    /**
     * The kernel's measurement registers (docs/tsm-mr.md).
     *
     * @param measurements the folder of the register files
     * @param reports configfs-tsm's folder
     */
    record TsmMr(Path measurements, Path reports) implements PlatformConfig {}
  }

  /**
   * A register that the file names.
   *
   * @param name the virtual register
   * @param banks its banks if it is to be defined, else empty
   * @param resettable whether the definition allows resets
   * @param physical the physical register it goes to, or null for the default
   */
  public record RegisterConfig(
      RegisterName name,
      List<HashAlgorithm> banks,
      boolean resettable,
      @Nullable RegisterName physical) {
    /** Copies the list. */
    public RegisterConfig {
      banks = ImmutableList.copyOf(banks);
    }
  }

  /**
   * The TPM bridge and its transports; each of them is off when its value is null.
   *
   * @param engine what executes commands
   * @param started whether the TPM is started when the daemon starts
   * @param swtpm data socket, the control socket being {@code <path>.ctrl}
   * @param swtpmCtrl control socket alone
   * @param swtpmPort data port, the control port being the next
   * @param mssimPort command port, the platform port being the next
   * @param raw plain stream socket
   * @param vtpmx whether the TPM is a device of this kernel
   * @param virtualOnly the resettable PCRs whose changes are not recorded
   * @param pcrs register names of PCRs that differ from the default
   */
  public record TpmConfig(
      String engine,
      boolean started,
      @Nullable Path swtpm,
      @Nullable Path swtpmCtrl,
      @Nullable Integer swtpmPort,
      @Nullable Integer mssimPort,
      @Nullable Path raw,
      boolean vtpmx,
      Set<Integer> virtualOnly,
      Map<Integer, RegisterName> pcrs) {
    /** Copies set and map. */
    public TpmConfig {
      virtualOnly = ImmutableSet.copyOf(virtualOnly);
      pcrs = ImmutableMap.copyOf(pcrs);
    }
  }
}
