package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.vmr.verify.bootlog.content.BootData;
import dev.vmr.verify.bootlog.content.BootData.Shape;
import dev.vmr.verify.event.ContentDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The types of firmware events (PC Client Platform Firmware Profile, section 10.4.1): what their
 * data looks like, and what their digests are of (docs/bootlog.md, section 5).
 */
enum EventType {
  EV_PREBOOT_CERT(0, Shape.OPAQUE::read, MeasuredPart.PERHAPS_ALL),
  EV_POST_CODE(1, BootData::blobOrText, MeasuredPart.PERHAPS_ALL),
  EV_UNUSED(2, Shape.OPAQUE::read, MeasuredPart.PERHAPS_ALL),
  EV_NO_ACTION(3, Shape.NO_ACTION::read, MeasuredPart.NOTHING),
  EV_SEPARATOR(4, Shape.SEPARATOR::read, MeasuredPart.SEPARATOR),
  EV_ACTION(5, Shape.TEXT::read, MeasuredPart.STRING),
  EV_EVENT_TAG(6, BootData::taggedOrText, MeasuredPart.TAGGED),
  EV_S_CRTM_CONTENTS(7, BootData::blobOrText, MeasuredPart.PERHAPS_ALL),
  EV_S_CRTM_VERSION(8, Shape.TEXT::read, MeasuredPart.VERSION),
  EV_CPU_MICROCODE(9, BootData::blobOrText, MeasuredPart.PERHAPS_ALL),
  EV_PLATFORM_CONFIG_FLAGS(0xA, Shape.TEXT::read, MeasuredPart.PERHAPS_ALL),
  EV_TABLE_OF_DEVICES(0xB, Shape.OPAQUE::read, MeasuredPart.PERHAPS_ALL),
  EV_COMPACT_HASH(0xC, Shape.TEXT::read, MeasuredPart.PERHAPS_ALL),
  EV_IPL(0xD, Shape.TEXT::read, MeasuredPart.BOOT_LOADER),
  EV_IPL_PARTITION_DATA(0xE, Shape.OPAQUE::read, MeasuredPart.PERHAPS_ALL),
  EV_NONHOST_CODE(0xF, BootData::blobOrText, MeasuredPart.PERHAPS_ALL),
  EV_NONHOST_CONFIG(0x10, Shape.TEXT::read, MeasuredPart.PERHAPS_ALL),
  EV_NONHOST_INFO(0x11, Shape.TEXT::read, MeasuredPart.ALL),
  EV_OMIT_BOOT_DEVICE_EVENTS(0x12, Shape.TEXT::read, MeasuredPart.STRING),
  EV_POST_CODE2(0x13, BootData::blobOrText, MeasuredPart.PERHAPS_ALL),
  EV_EFI_VARIABLE_DRIVER_CONFIG(0x8000_0001, Shape.VARIABLE::read, MeasuredPart.VARIABLE),
  EV_EFI_VARIABLE_BOOT(0x8000_0002, Shape.VARIABLE::read, MeasuredPart.VARIABLE),
  EV_EFI_BOOT_SERVICES_APPLICATION(0x8000_0003, Shape.IMAGE::read, MeasuredPart.NOTHING),
  EV_EFI_BOOT_SERVICES_DRIVER(0x8000_0004, Shape.IMAGE::read, MeasuredPart.NOTHING),
  EV_EFI_RUNTIME_SERVICES_DRIVER(0x8000_0005, Shape.IMAGE::read, MeasuredPart.NOTHING),
  EV_EFI_GPT_EVENT(0x8000_0006, Shape.GPT::read, MeasuredPart.ALL),
  EV_EFI_ACTION(0x8000_0007, Shape.TEXT::read, MeasuredPart.STRING),
  EV_EFI_PLATFORM_FIRMWARE_BLOB(0x8000_0008, Shape.BLOB::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_HANDOFF_TABLES(0x8000_0009, Shape.TABLES::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_PLATFORM_FIRMWARE_BLOB2(0x8000_000A, Shape.BLOB2::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_HANDOFF_TABLES2(0x8000_000B, Shape.TABLES2::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_VARIABLE_BOOT2(0x8000_000C, Shape.VARIABLE::read, MeasuredPart.VARIABLE),
  EV_EFI_GPT_EVENT2(0x8000_000D, Shape.GPT::read, MeasuredPart.ALL),
  EV_EFI_HCRTM_EVENT(0x8000_0010, Shape.TEXT::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_VARIABLE_AUTHORITY(0x8000_00E0, Shape.AUTHORITY::read, MeasuredPart.AUTHORITY),
  EV_EFI_SPDM_FIRMWARE_BLOB(0x8000_00E1, Shape.DEVICE::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_SPDM_FIRMWARE_CONFIG(0x8000_00E2, Shape.DEVICE::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_SPDM_DEVICE_POLICY(0x8000_00E3, Shape.VARIABLE::read, MeasuredPart.PERHAPS_ALL),
  EV_EFI_SPDM_DEVICE_AUTHORITY(0x8000_00E4, Shape.AUTHORITY::read, MeasuredPart.PERHAPS_ALL);

  private static final Map<Integer, EventType> TYPES =
      ImmutableMap.copyOf(Maps.uniqueIndex(Arrays.asList(values()), type -> type.code));

  private final int code;

  @SuppressWarnings("ImmutableEnumChecker") // the decoders hold nothing
  private final ContentDecoder decoder;

  private final MeasuredPart measured;

  EventType(int code, ContentDecoder decoder, MeasuredPart measured) {
    this.code = code;
    this.decoder = decoder;
    this.measured = measured;
  }

  int code() {
    return code;
  }

  /** The name of a type; a number for one that is not known. */
  static String name(int code) {
    EventType type = TYPES.get(code);
    return type == null ? String.format(Locale.ROOT, "0x%08x", code) : type.name();
  }

  /** What the data of a type says. */
  static ContentDecoder decoder(int code) {
    EventType type = TYPES.get(code);
    return type == null ? Shape.OPAQUE::read : type.decoder;
  }

  /** What the digests of a type are of. */
  static MeasuredPart measured(int code) {
    EventType type = TYPES.get(code);
    return type == null ? MeasuredPart.PERHAPS_ALL : type.measured;
  }
}
