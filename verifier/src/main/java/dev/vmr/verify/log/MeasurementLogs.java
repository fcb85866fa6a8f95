package dev.vmr.verify.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.verify.aael.AaelTextLogs;
import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.bootlog.CcelTable;
import dev.vmr.verify.cel.CelCbor;
import dev.vmr.verify.cel.CelJson;
import dev.vmr.verify.cel.CelLogs;
import dev.vmr.verify.cel.CelTlv;
import dev.vmr.verify.dstack.DstackLogs;
import dev.vmr.verify.dstack.DstackRuntimeLogs;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.json.JsonFormatException;
import dev.vmr.verify.json.StrictJson;
import dev.vmr.verify.systemd.SystemdLogs;

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
    if (log.length == 0 || log.length > MAX_SIZE) {
      throw new UnknownLogException(
          "a log has 1 byte to 16 MiB here, not " + log.length + " bytes");
    }
    if (CcelTable.recognises(log)) {
      throw new UnknownLogException("this is the ACPI table of a CCEL, not the log");
    }
    int first = firstCharacter(log);
    if (SystemdLogs.recognises(log)) {
      return SystemdLogs.read(log);
    }
    if (first == '[' || first == '{') {
      return json(log);
    }
    if (OwnLogs.recognises(log)) {
      return OwnLogs.read(log);
    }
    return AaelTextLogs.recognises(log) ? AaelTextLogs.read(log) : binary(log);
  }

  /** Whether these bytes are an event log of this project. */
  public static boolean isOwn(byte[] log) {
    return OwnLogs.recognises(log);
  }

  private static MeasurementLog binary(byte[] log) throws UnknownLogException {
    if (BootLogs.isCryptoAgile(log)) {
      return BootLogs.read(log);
    }
    if (CelTlv.recognises(log)) {
      return CelLogs.read(log, LogKind.CEL_TLV);
    }
    if (CelCbor.recognises(log)) {
      return CelLogs.read(log, LogKind.CEL_CBOR);
    }
    MeasurementLog ima = ImaLogs.read(log).orElse(null);
    if (ima != null) {
      return ima;
    }
    if (BootLogs.recognises(log)) {
      return BootLogs.read(log);
    }
    byte[] encoded = Base64Text.decode(log);
    if (encoded.length > 0) {
      return read(encoded);
    }
    throw new UnknownLogException("no log of a format that is known here");
  }

  private static MeasurementLog json(byte[] log) throws UnknownLogException {
    if (DstackRuntimeLogs.recognises(log)) {
      return DstackRuntimeLogs.read(log);
    }
    JsonNode value;
    try {
      value = StrictJson.parse(log);
    } catch (JsonFormatException e) {
      throw new UnknownLogException("this looks like JSON, but: " + e.getMessage());
    }
    if (CelJson.recognises(value)) {
      return CelLogs.read(value);
    }
    if (DstackLogs.recognises(value)) {
      return DstackLogs.read(value);
    }
    throw new UnknownLogException("JSON of a form that is no log known here");
  }

  private static int firstCharacter(byte[] log) {
    for (byte b : log) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b;
      }
    }
    return -1;
  }
}
