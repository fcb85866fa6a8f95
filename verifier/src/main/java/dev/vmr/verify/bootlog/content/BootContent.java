package dev.vmr.verify.bootlog.content;

import dev.vmr.verify.event.EventContent;

/**
 * What the data of a firmware event says (docs/bootlog.md, section 6).
 *
 * <p>The world may add types of events: what is not known here is {@link OpaqueData}.
 */
public sealed interface BootContent extends EventContent
    permits DeviceMeasurement,
        FirmwareBlob,
        HandoffTables,
        InvalidData,
        LoadedImage,
        LogHeader,
        NoAction,
        OpaqueData,
        PartitionTable,
        Separator,
        TaggedEvents,
        TextData,
        UefiVariable {

  @Override
  default Form form() {
    return Form.DECODED;
  }
}
