package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tables that firmware hands over: UEFI_HANDOFF_TABLE_POINTERS and its second form.
 *
 * @param description of the second form; empty in the first
 * @param tables each a GUID and an address
 */
public record HandoffTables(String description, List<Table> tables) implements BootContent {
  private static final int MAX_TABLES = 4096;

  /** Copies the list. */
  public HandoffTables {
    tables = ImmutableList.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param guid of its vendor
   * @param address where it lies
   */
  public record Table(String guid, long address) {}

  static BootContent first(byte[] data) throws InvalidDataException {
    return read("", new DataReader(data));
  }

  static BootContent second(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    String description = in.ascii(in.u8("the description"), "the description");
    return read(Texts.withoutEnd(description), in);
  }

  private static BootContent read(String description, DataReader in) throws InvalidDataException {
    int count = in.count64("the number of tables");
    if (count > MAX_TABLES) {
      throw new InvalidDataException("more than " + MAX_TABLES + " tables");
    }
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(new Table(in.guid("a table"), in.u64("a table")));
    }
    in.end();
    return new HandoffTables(description, tables);
  }

  @Override
  public String text() {
    String names = String.join(" ", tables.stream().map(table -> Guid.name(table.guid())).toList());
    return Texts.line(description.isEmpty() ? names : description + ": " + names);
  }

  @Override
  public Map<String, Object> fields() {
    ImmutableList.Builder<Map<String, Object>> list = ImmutableList.builder();
    for (Table table : tables) {
      list.add(
          ImmutableMap.of(
              "guid",
              table.guid(),
              "name",
              Guid.name(table.guid()),
              "address",
              Texts.hex(table.address())));
    }
    return ImmutableMap.of(
        "is", "handoff-tables", "description", description, "tables", list.build());
  }
}
