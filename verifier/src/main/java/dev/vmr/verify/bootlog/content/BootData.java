package dev.vmr.verify.bootlog.content;

/** Understands the data of firmware events. */
public final class BootData {
  private BootData() {}

  /** One kind of data. */
  public enum Shape {
    OPAQUE(OpaqueData::of),
    TEXT(TextData::of),
    NO_ACTION(NoAction::of),
    SEPARATOR(Separator::of),
    TAGGED(TaggedEvents::of),
    VARIABLE(UefiVariable::of),
    AUTHORITY(UefiVariable::authority),
    IMAGE(LoadedImage::of),
    GPT(PartitionTable::of),
    BLOB(FirmwareBlob::first),
    BLOB2(FirmwareBlob::second),
    TABLES(HandoffTables::first),
    TABLES2(HandoffTables::second),
    DEVICE(DeviceMeasurement::of);

    @SuppressWarnings("ImmutableEnumChecker") // the readers hold nothing
    private final Reader reader;

    Shape(Reader reader) {
      this.reader = reader;
    }

    /** What the data says; {@link InvalidData} when it is not of this shape. */
    public BootContent read(byte[] data) {
      try {
        return reader.read(data);
      } catch (InvalidDataException e) {
        return new InvalidData(String.valueOf(e.getMessage()), Texts.hex(data));
      }
    }
  }

  /** Reads one kind of data. */
  @FunctionalInterface
  private interface Reader {
    BootContent read(byte[] data) throws InvalidDataException;
  }

  /**
   * The address and length of firmware code, or a text such as {@code ACPI DATA}: firmware puts
   * either into the same events.
   */
  public static BootContent blobOrText(byte[] data) {
    if (data.length == 16 && !Texts.isAscii(data)) {
      return Shape.BLOB.read(data);
    }
    if (data.length > 17 && data.length == Byte.toUnsignedInt(data[0]) + 17) {
      return Shape.BLOB2.read(data);
    }
    return Shape.TEXT.read(data);
  }

  /** Tagged events, or whatever else a boot loader has put into an event for them. */
  public static BootContent taggedOrText(byte[] data) {
    return TaggedEvents.fills(data) ? Shape.TAGGED.read(data) : Shape.TEXT.read(data);
  }
}
