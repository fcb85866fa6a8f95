package dev.vmr.verify.log;

import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.bootlog.CcelTable;
import dev.vmr.verify.event.MeasurementLog;

/** Reads a log in whichever format it has (docs/logs.md, section 4). */
public final class MeasurementLogs {
  /** The largest log in bytes. */
  public static final int MAX_SIZE = 16 << 20;

  private MeasurementLogs() {}

  /**
   * Recognises a log by its content, reads and replays it. What is wrong with a log whose format is
   * known is among its findings.
   *
   * @param log is not copied, and must not be written to any more
   * @throws UnknownLogException when it is of no format that is known here
   */
  public static MeasurementLog read(byte[] log) throws UnknownLogException {
    if (log.length > MAX_SIZE) {
      throw new UnknownLogException("a log has at most 16 MiB here, not " + log.length + " bytes");
    }
    if (CcelTable.recognises(log)) {
      throw new UnknownLogException("this is the ACPI table of a CCEL, not the log");
    }
    if (BootLogs.recognises(log)) {
      return BootLogs.read(log);
    }
    throw new UnknownLogException("no log of a known format: " + log.length + " bytes");
  }
}
