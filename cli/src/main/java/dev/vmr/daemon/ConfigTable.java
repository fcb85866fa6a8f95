package dev.vmr.daemon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * One table of a TOML file, read key by key: what nobody asked for is an error in the end, with its
 * line.
 */
final class ConfigTable {
  /** Makes a value of a text, or says with an IllegalArgumentException why there is none. */
  interface Parser<T> {
    T parse(String text);
  }

  private final TomlTable table;
  private final int line;
  private final Set<String> known = new HashSet<>();

  ConfigTable(TomlTable table, int line) {
    this.table = table;
    this.line = line;
  }

  int line(String key) {
    var position = table.inputPositionOf(List.of(key));
    return position == null ? line : position.line();
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return table.get(List.of(key));
  }

  private <T> Optional<T> typed(String key, Class<T> type, String what) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new ConfigException(line(key), key + " is " + what);
    }
    return Optional.of(type.cast(value));
  }

  Optional<String> text(String key) throws ConfigException {
    return typed(key, String.class, "a string");
  }

  <T> Optional<T> parsed(String key, Parser<T> parser) throws ConfigException {
    Optional<String> text = text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(key, text.get(), parser));
  }

  <T> T required(String key, Parser<T> parser) throws ConfigException {
    return parsed(key, parser)
        .orElseThrow(() -> new ConfigException(line, "'" + key + "' is missing"));
  }

  private <T> T parse(String key, String text, Parser<T> parser) throws ConfigException {
    try {
      return parser.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(line(key), key + ": " + e.getMessage());
    }
  }

  boolean flag(String key, boolean otherwise) throws ConfigException {
    return typed(key, Boolean.class, "true or false").orElse(otherwise);
  }

  Optional<Integer> port(String key) throws ConfigException {
    return number(key, 1, 65534);
  }

  Optional<Integer> number(String key, int least, int most) throws ConfigException {
    Optional<Long> number = typed(key, Long.class, "a number");
    if (number.isPresent() && (number.get() < least || number.get() > most)) {
      throw new ConfigException(line(key), key + " is from " + least + " to " + most);
    }
    return number.map(Long::intValue);
  }

  <T> List<T> list(String key, Parser<T> parser) throws ConfigException {
    Optional<TomlArray> array = typed(key, TomlArray.class, "a list of strings");
    List<T> values = new ArrayList<>();
    for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
      if (!(array.get().get(i) instanceof String text)) {
        throw new ConfigException(line(key), key + " is a list of strings");
      }
      values.add(parse(key, text, parser));
    }
    return values;
  }

  /** A list of whole numbers. */
  List<Long> numbers(String key) throws ConfigException {
    Optional<TomlArray> array = typed(key, TomlArray.class, "a list of numbers");
    List<Long> values = new ArrayList<>();
    for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
      if (!(array.get().get(i) instanceof Long number)) {
        throw new ConfigException(line(key), key + " is a list of numbers");
      }
      values.add(number);
    }
    return values;
  }

  Optional<ConfigTable> table(String key) throws ConfigException {
    return typed(key, TomlTable.class, "a table").map(value -> new ConfigTable(value, line(key)));
  }

  List<ConfigTable> tables(String key) throws ConfigException {
    Optional<TomlArray> array = typed(key, TomlArray.class, "written [[" + key + "]]");
    List<ConfigTable> tables = new ArrayList<>();
    for (int i = 0; array.isPresent() && i < array.get().size(); i++) {
      if (!(array.get().get(i) instanceof TomlTable element)) {
        throw new ConfigException(line(key), key + " is written [[" + key + "]]");
      }
      tables.add(new ConfigTable(element, array.get().inputPositionOf(i).line()));
    }
    return tables;
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  Set<String> keys() {
    return table.keySet();
  }

  /** Requires that every key of the table has been asked for. */
  void finish() throws ConfigException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw new ConfigException(line(key), "unknown key '" + key + "'");
      }
    }
  }
}
