package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Set;

/**
 * A UEFI variable: UEFI_VARIABLE_DATA (PC Client Platform Firmware Profile, section 10.2.6).
 *
 * @param guid of its vendor
 * @param name its name
 * @param data its value in hex
 * @param value what the value says; empty when it is not looked into
 */
public record UefiVariable(String guid, String name, String data, Map<String, Object> value)
    implements BootContent {
  private static final int MAX_NAME = 4096;
  private static final Set<String> DATABASES = Set.of("PK", "KEK", "db", "dbx", "dbt", "dbr");
  private static final Set<String> FLAGS =
      Set.of("SecureBoot", "SetupMode", "DeployedMode", "AuditMode");

  /** Copies the value. */
  public UefiVariable {
    value = ImmutableMap.copyOf(value);
  }

  /** Where the value of a variable lies in the data, for digests that are of it alone. */
  public record Place(int from, int to) {}

  /** Where the value lies; the whole data when it is no variable. */
  public static Place valueOf(byte[] data) {
    try {
      DataReader in = new DataReader(data);
      in.guid("");
      int name = in.count64("");
      int size = in.count64("");
      in.bytes(2L * name, "");
      int from = in.position();
      in.bytes(size, "");
      return new Place(from, from + size);
    } catch (InvalidDataException e) {
      return new Place(0, data.length);
    }
  }

  /** A variable that was read from the firmware's configuration or for booting. */
  static BootContent of(byte[] data) throws InvalidDataException {
    return read(data, false);
  }

  /** The one signature, of all in a database, that an image was accepted by. */
  static BootContent authority(byte[] data) throws InvalidDataException {
    return read(data, true);
  }

  private static BootContent read(byte[] data, boolean authority) throws InvalidDataException {
    DataReader in = new DataReader(data);
    String guid = in.guid("the GUID");
    int units = in.count64("the size of the name");
    int size = in.count64("the size of the value");
    if (units > MAX_NAME) {
      throw new InvalidDataException("the name has more than " + MAX_NAME + " characters");
    }
    String name = in.utf16(units, "the name");
    byte[] bytes = in.bytes(size, "the value");
    // Bytes behind the value, as old versions of shim leave them, are in the data and nowhere else.
    return new UefiVariable(guid, name, Texts.hex(bytes), value(guid, name, bytes, authority));
  }

  private static Map<String, Object> value(String guid, String name, byte[] data, boolean authority)
      throws InvalidDataException {
    if (DATABASES.contains(name)) {
      return authority
          ? SignatureLists.entry(data)
          : Map.of("signatures", SignatureLists.read(data));
    }
    if (!guid.equals(Guid.GLOBAL_VARIABLE)) {
      BootContent text = TextData.of(data);
      boolean shown = text instanceof TextData && name.endsWith("Level");
      return shown ? Map.of("string", ((TextData) text).string()) : Map.of();
    }
    if (FLAGS.contains(name) && data.length == 1) {
      return Map.of("enabled", data[0] == 1);
    }
    return name.startsWith("Boot") ? BootVariables.value(name, data) : Map.of();
  }

  @Override
  public String text() {
    String shown = value.isEmpty() ? data.length() / 2 + " bytes" : BootVariables.summary(value);
    return Texts.line(name + " = " + shown);
  }

  @Override
  public Map<String, Object> fields() {
    return ImmutableMap.<String, Object>builder()
        .put("is", "uefi-variable")
        .put("guid", guid)
        .put("name", name)
        .put("data", data)
        .putAll(value)
        .buildOrThrow();
  }
}
