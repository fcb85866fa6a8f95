package dev.vmr.daemon;

import dev.vmr.daemon.DaemonConfig.RegisterConfig;
import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.register.RegisterName;
import dev.vmr.tpm.PcrMap;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code [tpm]} of a configuration (docs/daemon.md, section 1). */
final class TpmTable {
  private static final int MAX_PCR = 23;

  private TpmTable() {}

  static TpmConfig read(ConfigTable table, List<RegisterConfig> registers) throws ConfigException {
    Map<Integer, RegisterName> pcrs = pcrs(table);
    TpmConfig config =
        new TpmConfig(
            table.parsed("engine", text -> text).orElse(TpmEngines.AUTO),
            table.parsed("startup", TpmTable::isStarted).orElse(true),
            table.parsed("swtpm", Path::of).orElse(null),
            table.parsed("swtpm-ctrl", Path::of).orElse(null),
            table.port("swtpm-port").orElse(null),
            table.port("mssim-port").orElse(null),
            table.parsed("raw", Path::of).orElse(null),
            table.flag("vtpmx", false),
            virtualOnly(table),
            pcrs);
    table.finish();
    checkPcrs(table, pcrs, registers);
    return config;
  }

  private static void checkPcrs(
      ConfigTable tpm, Map<Integer, RegisterName> pcrs, List<RegisterConfig> registers)
      throws ConfigException {
    PcrMap map;
    try {
      map = PcrMap.withDefaults(pcrs);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(tpm.line("pcr"), String.valueOf(e.getMessage()));
    }
    for (RegisterConfig register : registers) {
      if (!register.banks().isEmpty() && map.pcr(register.name()).isPresent()) {
        throw new ConfigException(
            tpm.line("pcr"),
            register.name() + " is a PCR of the TPM, which gives it its banks; remove 'banks'");
      }
    }
  }

  private static boolean isStarted(String text) {
    if (!text.equals("clear") && !text.equals("none")) {
      throw new IllegalArgumentException("expected \"clear\" or \"none\"");
    }
    return text.equals("clear");
  }

  private static Set<Integer> virtualOnly(ConfigTable tpm) throws ConfigException {
    if (!tpm.has("virtual-only")) {
      return PcrMap.RESETTABLE;
    }
    Set<Integer> pcrs = new HashSet<>();
    for (long number : tpm.numbers("virtual-only")) {
      if (!PcrMap.RESETTABLE.contains((int) number) || (int) number != number) {
        throw new ConfigException(
            tpm.line("virtual-only"), "only PCRs 16 and 20 to 23 can be virtual only");
      }
      if (!pcrs.add((int) number)) {
        throw new ConfigException(tpm.line("virtual-only"), "a PCR is named twice");
      }
    }
    return pcrs;
  }

  private static Map<Integer, RegisterName> pcrs(ConfigTable tpm) throws ConfigException {
    Map<Integer, RegisterName> pcrs = new HashMap<>();
    @Nullable ConfigTable table = tpm.table("pcr").orElse(null);
    if (table == null) {
      return pcrs;
    }
    for (String key : table.keys()) {
      if (!key.matches("0|[1-9][0-9]?") || Integer.parseInt(key) > MAX_PCR) {
        throw new ConfigException(table.line(key), "a PCR is a number from 0 to " + MAX_PCR);
      }
      pcrs.put(Integer.parseInt(key), table.required(key, RegisterName::new));
    }
    table.finish();
    return pcrs;
  }
}
