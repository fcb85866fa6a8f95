package dev.vmr.verify.convert;

import dev.vmr.register.Digest;
import dev.vmr.verify.cel.CelContent;
import dev.vmr.verify.cel.CelRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes our own log again from records that were made of one. */
final class OwnLogWriter {
  private static final int MAX_RECORD = 4095;

  private OwnLogWriter() {}

  static byte[] write(List<CelRecord> records) throws ConversionException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (CelRecord record : records) {
      if (Tcg2Writer.isHeader(record)) {
        continue;
      }
      byte[] line = line(record);
      if (out.size() == 0 && !startsWithSync(line)) {
        throw refused(record, "our log begins with SYNC");
      }
      out.writeBytes(line);
      out.write('\n');
    }
    if (out.size() == 0) {
      throw new ConversionException("there are no records");
    }
    return out.toByteArray();
  }

  private static byte[] line(CelRecord record) throws ConversionException {
    if (!(record.content() instanceof CelContent.PcClient event)
        || event.eventType() != OwnLogRecords.ACTION) {
      throw refused(record, "not a line of our log, which is an EV_ACTION");
    }
    byte[] line = event.data().toByteArray();
    boolean possible = line.length > 0 && line.length <= MAX_RECORD && line[0] != '#';
    for (byte b : line) {
      possible &= b >= ' ' && b <= '~';
    }
    if (!possible) {
      throw refused(record, "not a line of our log");
    }
    Optional<Digest> digest =
        record.digests().size() == 1 ? record.digests().get(0).known() : Optional.empty();
    if (digest.isEmpty() || !digest.get().algorithm().hash(line).equals(digest.get())) {
      throw refused(record, "its one digest is not of the line");
    }
    return line;
  }

  private static boolean startsWithSync(byte[] line) {
    return line.length > 5 && new String(line, 0, 5, StandardCharsets.US_ASCII).equals("SYNC ");
  }

  private static ConversionException refused(CelRecord record, String reason) {
    return new ConversionException(record.place() + ": " + reason);
  }
}
