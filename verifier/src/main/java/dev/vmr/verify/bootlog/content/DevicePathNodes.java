package dev.vmr.verify.bootlog.content;

import java.util.Locale;

/** The texts of device path nodes (UEFI 2.10, section 10.6.1.6). */
final class DevicePathNodes {
  private static final int ACPI_HID = 0x41D0;

  private DevicePathNodes() {}

  static String text(int type, int subtype, DataReader in) throws InvalidDataException {
    return switch (type) {
      case 1 -> hardware(subtype, in);
      case 2 -> acpi(subtype, in);
      case 3 -> messaging(subtype, in);
      case 4 -> media(subtype, in);
      default -> other(type, subtype, in);
    };
  }

  private static String other(int type, int subtype, DataReader in) {
    return String.format(Locale.ROOT, "Path(%d,%d,%s)", type, subtype, Texts.hex(in.rest()));
  }

  private static String hardware(int subtype, DataReader in) throws InvalidDataException {
    switch (subtype) {
      case 1:
        int function = in.u8("Pci");
        return "Pci(" + Texts.hex(in.u8("Pci")) + "," + Texts.hex(function) + ")";
      case 3:
        return "MemoryMapped("
            + Texts.hex(in.u32("MemoryMapped"))
            + ","
            + Texts.hex(in.u64("MemoryMapped"))
            + ","
            + Texts.hex(in.u64("MemoryMapped"))
            + ")";
      case 4:
        return vendor("VenHw", in);
      case 5:
        return "Ctrl(" + Texts.hex(in.u32("Ctrl")) + ")";
      default:
        return other(1, subtype, in);
    }
  }

  private static String vendor(String name, DataReader in) throws InvalidDataException {
    String guid = in.guid(name);
    byte[] data = in.rest();
    return name + "(" + guid + (data.length == 0 ? "" : "," + Texts.hex(data)) + ")";
  }

  private static String acpi(int subtype, DataReader in) throws InvalidDataException {
    if (subtype != 1) {
      return other(2, subtype, in);
    }
    long hid = in.u32("Acpi");
    long uid = in.u32("Acpi");
    if ((hid & 0xFFFF) != ACPI_HID) {
      return "Acpi(" + Texts.hex(hid) + "," + Texts.hex(uid) + ")";
    }
    return switch ((int) (hid >>> 16)) {
      case 0x0A03 -> "PciRoot(" + Texts.hex(uid) + ")";
      case 0x0A08 -> "PcieRoot(" + Texts.hex(uid) + ")";
      case 0x0604 -> "Floppy(" + Texts.hex(uid) + ")";
      default -> String.format(Locale.ROOT, "Acpi(PNP%04X,0x%x)", hid >>> 16, uid);
    };
  }

  private static String messaging(int subtype, DataReader in) throws InvalidDataException {
    switch (subtype) {
      case 1:
        return "Ata(" + Texts.hex(in.rest()) + ")";
      case 2:
        int target = in.u16("Scsi");
        return "Scsi(" + Texts.hex(target) + "," + Texts.hex(in.u16("Scsi")) + ")";
      case 5:
        int port = in.u8("USB");
        return "USB(" + Texts.hex(port) + "," + Texts.hex(in.u8("USB")) + ")";
      case 10:
        return vendor("VenMsg", in);
      case 11:
        byte[] address = in.bytes(32, "MAC");
        int kind = in.u8("MAC");
        int length = kind <= 1 ? 6 : 32;
        return "MAC(" + Texts.hex(address).substring(0, 2 * length) + "," + Texts.hex(kind) + ")";
      case 18:
        return "Sata("
            + Texts.hex(in.u16("Sata"))
            + ","
            + Texts.hex(in.u16("Sata"))
            + ","
            + Texts.hex(in.u16("Sata"))
            + ")";
      case 23:
        return "NVMe(" + Texts.hex(in.u32("NVMe")) + "," + Texts.hex(in.bytes(8, "NVMe")) + ")";
      case 24:
        return "Uri(" + Texts.withoutEnd(in.ascii(in.remaining(), "Uri")) + ")";
      default:
        return other(3, subtype, in);
    }
  }

  private static String media(int subtype, DataReader in) throws InvalidDataException {
    switch (subtype) {
      case 1:
        return hardDrive(in);
      case 2:
        return "CDROM("
            + Texts.hex(in.u32("CDROM"))
            + ","
            + Texts.hex(in.u64("CDROM"))
            + ","
            + Texts.hex(in.u64("CDROM"))
            + ")";
      case 3:
        return vendor("VenMedia", in);
      case 4:
        return Texts.utf16(in.rest());
      case 6:
        return "FvFile(" + in.guid("FvFile") + ")";
      case 7:
        return "Fv(" + in.guid("Fv") + ")";
      case 8:
        in.u32("Offset");
        return "Offset(" + Texts.hex(in.u64("Offset")) + "," + Texts.hex(in.u64("Offset")) + ")";
      default:
        return other(4, subtype, in);
    }
  }

  private static String hardDrive(DataReader in) throws InvalidDataException {
    long partition = in.u32("HD");
    long start = in.u64("HD");
    long size = in.u64("HD");
    byte[] signature = in.bytes(16, "HD");
    in.u8("HD");
    boolean gpt = in.u8("HD") == 2;
    return "HD("
        + partition
        + (gpt ? ",GPT," + Guid.text(signature) : ",MBR," + Texts.hex(signature).substring(0, 8))
        + ","
        + Texts.hex(start)
        + ","
        + Texts.hex(size)
        + ")";
  }
}
