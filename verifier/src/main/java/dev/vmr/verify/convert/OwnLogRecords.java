package dev.vmr.verify.convert;

import dev.vmr.register.RegisterName;
import dev.vmr.verify.cel.CelContent;
import dev.vmr.verify.cel.CelDigest;
import dev.vmr.verify.cel.CelIndex;
import dev.vmr.verify.cel.CelRecord;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of our own log (docs/convert.md, section 1): each line is an EV_ACTION. */
final class OwnLogRecords {
  /** EV_ACTION: a string whose hash is the digest. */
  static final long ACTION = 5;

  private static final Pattern NAME = Pattern.compile("(pcr|rtmr|rem)([0-9]{1,2})");

  private OwnLogRecords() {}

  /**
   * The records.
   *
   * @param started whether other logs explain the value that the log begins with
   */
  static List<CelRecord> of(byte[] log, MeasurementLog read, boolean started)
      throws ConversionException {
    refuseComments(log);
    for (EventFinding finding : read.findings()) {
      boolean start = finding.place().equals(LogPlace.line(1)) && started;
      if (finding.code() == EventFinding.Code.UNEXPLAINED_START && !start) {
        throw new ConversionException(
            finding.place() + ": no other format states what a register began with or jumped to");
      }
    }
    List<CelRecord> records = new ArrayList<>();
    for (LoggedEvent event : read.events()) {
      CelIndex index = index(event.register().orElseThrow());
      records.add(
          new CelRecord(
              event.place(),
              records.size(),
              index,
              event.digests().stream().map(CelDigest::of).toList(),
              new CelContent.PcClient(ACTION, Bytes.of(event.claimedData()))));
    }
    return records;
  }

  private static void refuseComments(byte[] log) throws ConversionException {
    long line = 1;
    boolean start = true;
    for (byte b : log) {
      if (start && (b == '#' || b == '\n')) {
        throw new ConversionException(
            "line " + line + ": no other format carries comments and blank lines");
      }
      start = b == '\n';
      line += start ? 1 : 0;
    }
  }

  /** The number of a physical register in other formats. */
  private static CelIndex index(RegisterName physical) throws ConversionException {
    Matcher name = NAME.matcher(physical.text());
    if (!name.matches()) {
      throw new ConversionException(
          "other formats count registers, and '"
              + physical
              + "' is no pcr, rtmr or rem with a number");
    }
    long number = Long.parseLong(name.group(2));
    boolean pcr = name.group(1).equals("pcr");
    if (number > (pcr ? 23 : 3)) {
      throw new ConversionException("there is no register '" + physical + "'");
    }
    return pcr
        ? new CelIndex(CelIndex.Kind.PCR, number)
        : new CelIndex(CelIndex.Kind.CC, number + 1);
  }
}
