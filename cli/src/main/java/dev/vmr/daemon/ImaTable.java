package dev.vmr.daemon;

import dev.vmr.daemon.DaemonConfig.RegisterConfig;
import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.ima.follow.FollowConfig;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.tpm.PcrMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code [ima]} of a configuration (docs/daemon.md, section 1). */
final class ImaTable {
  private static final RegisterName USUAL_REGISTER = new RegisterName("mr_ima");
  private static final int USUAL_PCR = 10;
  private static final int MAX_PCR = 23;
  private static final int MAX_POLL_MILLIS = 60_000;

  private ImaTable() {}

  static FollowConfig read(
      ConfigTable table, List<RegisterConfig> registers, @Nullable TpmConfig tpm)
      throws ConfigException {
    List<HashAlgorithm> banks = table.list("banks", ConfigReader::bank);
    FollowConfig config =
        new FollowConfig(
            table.parsed("list", Path::of).orElse(FollowConfig.KERNEL_LIST),
            table.parsed("register", RegisterName::new).orElse(USUAL_REGISTER),
            table.has("banks") ? banks : FollowConfig.USUAL_BANKS,
            table.number("pcr", 0, MAX_PCR).orElse(USUAL_PCR),
            table.number("poll-ms", 1, MAX_POLL_MILLIS).orElse(FollowConfig.USUAL_POLL_MILLIS));
    table.finish();
    if (config.banks().isEmpty()) {
      throw new ConfigException(table.line("banks"), "a followed register has a bank");
    }
    if (config.banks().stream().distinct().count() != config.banks().size()) {
      throw new ConfigException(table.line("banks"), "a bank is named twice");
    }
    if (config.register().equals(RegisterName.MULTIPLEXER)) {
      throw new ConfigException(
          table.line("register"), config.register() + " is the multiplexer's own name");
    }
    refuseOthers(table, config.register(), registers, tpm);
    return config;
  }

  /** A register that a list feeds is fed by nothing else. */
  private static void refuseOthers(
      ConfigTable table, RegisterName name, List<RegisterConfig> registers, @Nullable TpmConfig tpm)
      throws ConfigException {
    Optional<Integer> pcr =
        tpm == null ? Optional.empty() : PcrMap.withDefaults(tpm.pcrs()).pcr(name);
    if (pcr.isPresent()) {
      throw new ConfigException(
          table.line("register"),
          name
              + " is PCR "
              + pcr.get()
              + " of the TPM, which the kernel extends, and cannot follow a list too: give either"
              + " another name, here with 'register' or in [tpm.pcr]");
    }
    for (RegisterConfig register : registers) {
      if (register.name().equals(name) && !register.banks().isEmpty()) {
        throw new ConfigException(
            table.line("register"), name + " has its banks from [ima]; remove them elsewhere");
      }
    }
  }
}
