package dev.vmr.verify.convert;

import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.cel.CelCannotCarryException;
import dev.vmr.verify.cel.CelCborWriter;
import dev.vmr.verify.cel.CelFormatException;
import dev.vmr.verify.cel.CelJsonWriter;
import dev.vmr.verify.cel.CelLogs;
import dev.vmr.verify.cel.CelRecord;
import dev.vmr.verify.cel.CelTlvWriter;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import dev.vmr.verify.systemd.SystemdLogs;
import java.util.List;

/** Turns a log into another format by way of the records of a canonical event log. */
public final class Conversion {
  private Conversion() {}

  /**
   * The log in another format.
   *
   * @throws ConversionException when it cannot be read to its end, has an error, or holds something
   *     that the target has no place for
   */
  public static byte[] convert(byte[] log, TargetFormat target) throws ConversionException {
    return write(records(log, read(log), false), target);
  }

  /** Records in a format. */
  static byte[] write(List<CelRecord> records, TargetFormat target) throws ConversionException {
    if (records.isEmpty()) {
      throw new ConversionException("the log has no events, and without them no format is known");
    }
    try {
      return switch (target) {
        case CEL_JSON -> CelJsonWriter.write(records);
        case CEL_CBOR -> CelCborWriter.write(records);
        case CEL_TLV -> CelTlvWriter.write(records);
        case TCG2 -> Tcg2Writer.write(records);
        case VMR -> OwnLogWriter.write(records);
      };
    } catch (CelCannotCarryException e) {
      throw new ConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** A log that has nothing which would be lost. */
  static MeasurementLog read(byte[] log) throws ConversionException {
    MeasurementLog read;
    try {
      read = MeasurementLogs.read(log);
    } catch (UnknownLogException e) {
      throw new ConversionException(String.valueOf(e.getMessage()));
    }
    for (EventFinding finding : read.findings()) {
      boolean lost = finding.code() == EventFinding.Code.BYTES_AFTER_END;
      if (finding.severity() == EventFinding.Severity.ERROR || lost || !read.complete()) {
        throw new ConversionException(finding.place() + ": " + finding.text());
      }
    }
    return read;
  }

  /**
   * The records of a log.
   *
   * @param started whether other logs explain what it begins with
   */
  static List<CelRecord> records(byte[] log, MeasurementLog read, boolean started)
      throws ConversionException {
    try {
      return switch (read.kind()) {
        case VMR -> OwnLogRecords.of(log, read, started);
        case TCG2, TCG_SHA1, CCEL, AAEL -> BootLogRecords.of(log, BootLogs.raw(log));
        case CEL_TLV, CEL_JSON, CEL_CBOR -> CelLogs.records(log, read.kind());
        case SYSTEMD -> SystemdLogs.records(log, new LogDraft());
        case AAEL_TEXT, DSTACK, IMA ->
            throw new ConversionException(
                "a log of kind "
                    + read.kind()
                    + " is not converted: what its digests are of has"
                    + " no content type");
      };
    } catch (CelFormatException e) {
      throw new ConversionException(String.valueOf(e.getMessage()));
    }
  }
}
