package dev.vmr.daemon;

import dev.vmr.daemon.AccessRules.Rule;
import dev.vmr.daemon.AccessRules.Tenant;
import dev.vmr.daemon.DaemonConfig.PlatformConfig;
import dev.vmr.daemon.DaemonConfig.RegisterConfig;
import dev.vmr.daemon.DaemonConfig.TpmConfig;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.platform.tsmmr.TsmMrPlatform;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads a configuration file strictly (docs/daemon.md, section 1). */
public final class ConfigReader {
  private final Map<String, Rule> rules = new HashMap<>();
  private final List<RegisterConfig> registers = new ArrayList<>();
  private final List<Tenant> tenants = new ArrayList<>();

  private ConfigReader() {}

  /**
   * Reads a configuration.
   *
   * @throws ConfigException with the line of the first thing that is wrong
   */
  public static DaemonConfig read(String toml) throws ConfigException {
    TomlParseResult result = Toml.parse(toml);
    if (result.hasErrors()) {
      TomlParseError error = result.errors().get(0);
      throw new ConfigException(error.position().line(), String.valueOf(error.getMessage()));
    }
    return new ConfigReader().read(new ConfigTable(result, 0));
  }

  private DaemonConfig read(ConfigTable root) throws ConfigException {
    for (ConfigTable register : root.tables("register")) {
      register(register);
    }
    for (ConfigTable tenant : root.tables("tenant")) {
      tenant(tenant);
    }
    @Nullable ConfigTable tpmTable = root.table("tpm").orElse(null);
    @Nullable TpmConfig tpm = tpmTable == null ? null : TpmTable.read(tpmTable, registers);
    @Nullable ConfigTable ima = root.table("ima").orElse(null);
    DaemonConfig config =
        new DaemonConfig(
            platform(root),
            root.required("state", Path::of),
            root.parsed("socket", Path::of).orElse(null),
            root.parsed("socket-mode", ConfigReader::mode).orElse(0600),
            root.parsed("physical", RegisterName::new).orElse(null),
            root.flag("fsync", false),
            registers,
            new AccessRules(
                rules,
                tenants,
                root.parsed("unruled", ConfigReader::isOpen).orElse(true),
                root.has("log") ? callers(root, "log") : CallerSet.EVERYONE),
            tpm,
            ima == null ? null : ImaTable.read(ima, registers, tpm));
    root.finish();
    return config;
  }

  private static PlatformConfig platform(ConfigTable root) throws ConfigException {
    String name = root.required("platform", ConfigReader::platformName);
    if (name.equals(TsmMrPlatform.NAME)) {
      return new PlatformConfig.TsmMr(
          root.parsed("measurements", Path::of).orElse(TsmMrPlatform.TDX_MEASUREMENTS),
          root.parsed("reports", Path::of).orElse(TsmMrPlatform.REPORTS));
    }
    return new PlatformConfig.Simulated();
  }

  private static String platformName(String text) {
    if (!text.equals(SimulatedPlatform.NAME) && !text.equals(TsmMrPlatform.NAME)) {
      throw new IllegalArgumentException("there is no platform '" + text + "'");
    }
    return text;
  }

  private static boolean isOpen(String text) {
    if (!text.equals("open") && !text.equals("closed")) {
      throw new IllegalArgumentException("expected \"open\" or \"closed\"");
    }
    return text.equals("open");
  }

  private static int mode(String text) {
    if (!text.matches("0?[0-7]{3}")) {
      throw new IllegalArgumentException("expected a file mode in octal, such as \"0660\"");
    }
    return Integer.parseInt(text, 8);
  }

  static HashAlgorithm bank(String text) {
    return HashAlgorithm.ofKernelName(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown hash algorithm '" + text + "'"));
  }

  private void register(ConfigTable table) throws ConfigException {
    RegisterName name = table.required("name", RegisterName::new);
    if (name.equals(RegisterName.MULTIPLEXER)) {
      throw new ConfigException(table.line("name"), name + " is the multiplexer's own name");
    }
    if (registers.stream().anyMatch(register -> register.name().equals(name))) {
      throw new ConfigException(table.line("name"), name + " is given twice");
    }
    List<HashAlgorithm> banks = table.list("banks", ConfigReader::bank);
    if (banks.stream().distinct().count() != banks.size()) {
      throw new ConfigException(table.line("banks"), "a bank is named twice");
    }
    boolean resettable = table.flag("resettable", false);
    if (resettable && banks.isEmpty()) {
      throw new ConfigException(table.line("resettable"), "only a register with banks is defined");
    }
    registers.add(
        new RegisterConfig(
            name, banks, resettable, table.parsed("physical", RegisterName::new).orElse(null)));
    if (table.has("owner") || table.has("extend") || table.has("read")) {
      Rule rule =
          new Rule(callers(table, "owner"), callers(table, "extend"), callers(table, "read"));
      rules.put(name.text(), rule);
    }
    table.finish();
  }

  private static CallerSet callers(ConfigTable table, String key) throws ConfigException {
    return table.list(key, CallerSet::parse).stream().reduce(CallerSet.NOBODY, CallerSet::and);
  }

  private void tenant(ConfigTable table) throws ConfigException {
    String prefix = table.required("prefix", text -> new RegisterName(text).text());
    CallerSet members = callers(table, "members");
    for (Tenant other : tenants) {
      if (prefix.startsWith(other.prefix()) || other.prefix().startsWith(prefix)) {
        throw new ConfigException(
            table.line("prefix"), "'" + prefix + "' and '" + other.prefix() + "' overlap");
      }
    }
    tenants.add(new Tenant(prefix, members));
    table.finish();
  }
}
