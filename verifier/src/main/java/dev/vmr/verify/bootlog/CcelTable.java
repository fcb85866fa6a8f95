package dev.vmr.verify.bootlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The ACPI table that describes the log area of a confidential VM (ACPI 6.5, section 5.2.34;
 * docs/bootlog.md, section 7).
 *
 * @param type EFI_CC_TYPE: 1 SEV, 2 TDX, 3 AP TEE, 4 Arm CCA
 * @param subtype of the type's own
 * @param length of the area in bytes
 * @param address of the area in the guest's memory
 */
public record CcelTable(int type, int subtype, long length, long address) {
  /** The size of the table in bytes. */
  public static final int SIZE = 56;

  private static final int ARM_CCA = 4;
  private static final int TYPE = 36;
  private static final int LENGTH = 40;
  private static final int ADDRESS = 48;

  /** Whether bytes are this table; its checksum must be right. */
  public static boolean recognises(byte[] table) {
    return table.length >= 4
        && new String(table, 0, 4, StandardCharsets.ISO_8859_1).equals("CCEL")
        && parse(table).isPresent();
  }

  /** The table; empty when bytes are none, or its size or checksum is wrong. */
  public static Optional<CcelTable> parse(byte[] table) {
    if (table.length != SIZE) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    int sum = 0;
    for (byte b : table) {
      sum += b;
    }
    boolean named = new String(table, 0, 4, StandardCharsets.ISO_8859_1).equals("CCEL");
    if (!named || fields.getInt(4) != SIZE || (sum & 0xFF) != 0) {
      return Optional.empty();
    }
    return Optional.of(
        new CcelTable(
            Byte.toUnsignedInt(fields.get(TYPE)),
            Byte.toUnsignedInt(fields.get(TYPE + 1)),
            fields.getLong(LENGTH),
            fields.getLong(ADDRESS)));
  }

  RegisterFamily family() {
    return type == ARM_CCA ? RegisterFamily.CCA : RegisterFamily.CC;
  }
}
