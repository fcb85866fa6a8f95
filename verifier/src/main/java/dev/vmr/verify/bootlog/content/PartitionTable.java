package dev.vmr.verify.bootlog.content;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The header of a GPT and its partitions that are in use: UEFI_GPT_DATA.
 *
 * @param disk the GUID of the disk
 * @param partitions in the order of the table
 */
public record PartitionTable(String disk, List<Partition> partitions) implements BootContent {
  private static final String SIGNATURE = "EFI PART";
  private static final int NAME_UNITS = 36;
  private static final int ENTRY = 128;
  private static final int MAX_PARTITIONS = 1024;
  private static final int BEFORE_GUID = 4 + 4 + 4 + 4 + 8 + 8 + 8 + 8;
  private static final int BEHIND_GUID = 8 + 4 + 4 + 4;

  /** Copies the list. */
  public PartitionTable {
    partitions = ImmutableList.copyOf(partitions);
  }

  /**
   * One partition.
   *
   * @param type the GUID of its type
   * @param guid its own
   * @param first its first block
   * @param last its last block
   * @param name its name
   */
  public record Partition(String type, String guid, long first, long last, String name) {}

  static BootContent of(byte[] data) throws InvalidDataException {
    DataReader in = new DataReader(data);
    if (!in.ascii(SIGNATURE.length(), "the header").equals(SIGNATURE)) {
      throw new InvalidDataException("a GPT header begins with EFI PART");
    }
    in.bytes(BEFORE_GUID, "the header");
    String disk = in.guid("the header");
    in.bytes(BEHIND_GUID, "the header");
    int count = in.count64("the number of partitions");
    if (count > MAX_PARTITIONS) {
      throw new InvalidDataException("more than " + MAX_PARTITIONS + " partitions");
    }
    if (in.remaining() % Math.max(1, count) != 0 || (count == 0 && in.remaining() > 0)) {
      throw new InvalidDataException("the partitions do not fill the data");
    }
    int size = count == 0 ? ENTRY : in.remaining() / count;
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(partition(in.part(size, "a partition")));
    }
    return new PartitionTable(disk, partitions);
  }

  private static Partition partition(DataReader in) throws InvalidDataException {
    String type = in.guid("a partition");
    String guid = in.guid("a partition");
    long first = in.u64("a partition");
    long last = in.u64("a partition");
    in.u64("a partition");
    return new Partition(type, guid, first, last, in.utf16(NAME_UNITS, "a partition"));
  }

  @Override
  public String text() {
    List<String> names = partitions.stream().map(Partition::name).toList();
    return Texts.line("disk " + disk + ": " + String.join(", ", names));
  }

  @Override
  public Map<String, Object> fields() {
    ImmutableList.Builder<Map<String, Object>> list = ImmutableList.builder();
    for (Partition each : partitions) {
      list.add(
          ImmutableMap.of(
              "type", each.type(),
              "guid", each.guid(),
              "first-block", each.first(),
              "last-block", each.last(),
              "name", each.name()));
    }
    return ImmutableMap.of("is", "partition-table", "disk", disk, "partitions", list.build());
  }
}
