package dev.vmr.verify.convert;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.cel.CelContent;
import dev.vmr.verify.cel.CelDigest;
import dev.vmr.verify.cel.CelIndex;
import dev.vmr.verify.cel.CelRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a crypto-agile log (docs/bootlog.md, section 1) of records that are events of firmware.
 */
final class Tcg2Writer {
  private static final long NO_ACTION = 3;
  private static final int OLD_DIGEST = 20;
  private static final int MAX_INDEX = 23;
  private static final String SPEC_ID = "Spec ID Event03\0";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Tcg2Writer() {}

  /** Whether a record is the first event of a crypto-agile log. */
  static boolean isHeader(CelRecord record) {
    if (!(record.content() instanceof CelContent.PcClient event)
        || event.eventType() != NO_ACTION) {
      return false;
    }
    byte[] data = event.data().toByteArray();
    return new String(data, StandardCharsets.ISO_8859_1).startsWith(SPEC_ID);
  }

  static byte[] write(List<CelRecord> records) throws ConversionException {
    Tcg2Writer writer = new Tcg2Writer();
    if (records.isEmpty()) {
      throw new ConversionException("there are no records");
    }
    if (!isHeader(records.get(0))) {
      writer.header(records);
    }
    for (int i = 0; i < records.size(); i++) {
      writer.add(records.get(i), i == 0 && isHeader(records.get(i)));
    }
    return writer.out.toByteArray();
  }

  private void number(long... values) {
    for (long value : values) {
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
    }
  }

  private void small(int value) {
    out.write(value);
    out.write(value >>> 8);
  }

  /** A first event that gives the algorithms which the records have. */
  private void header(List<CelRecord> records) throws ConversionException {
    TreeSet<Integer> algorithms = new TreeSet<>();
    for (CelRecord record : records) {
      record.digests().forEach(digest -> algorithms.add(digest.algorithm()));
    }
    if (algorithms.isEmpty() || algorithms.size() > 16) {
      throw new ConversionException("a log of this format has 1 to 16 banks");
    }
    boolean cc = records.get(0).index().kind() == CelIndex.Kind.CC;
    number(cc ? 1 : 0, NO_ACTION);
    out.writeBytes(new byte[OLD_DIGEST]);
    number(SPEC_ID.length() + 8 + 4 + 4L * algorithms.size() + 1);
    out.writeBytes(SPEC_ID.getBytes(StandardCharsets.US_ASCII));
    number(0);
    out.writeBytes(new byte[] {0, 2, 0, 2}); // version 2.0, UINTN of 64 bits
    number(algorithms.size());
    for (int algorithm : algorithms) {
      small(algorithm);
      small(
          HashAlgorithm.ofTcgId(algorithm)
              .map(HashAlgorithm::size)
              .orElseThrow(
                  () ->
                      new ConversionException(
                          "algorithm 0x" + Integer.toHexString(algorithm) + " is not known")));
    }
    out.write(0);
  }

  private void add(CelRecord record, boolean header) throws ConversionException {
    if (!(record.content() instanceof CelContent.PcClient event)) {
      throw new ConversionException(
          record.place() + ": this format has only events of firmware (pcclient_std)");
    }
    if (record.index().kind() == CelIndex.Kind.NV || record.index().value() > MAX_INDEX) {
      throw new ConversionException(record.place() + ": this format has only PCR 0 to 23");
    }
    number(record.index().value(), event.eventType());
    if (header) {
      oldDigest(record);
    } else {
      number(record.digests().size());
      for (CelDigest digest : record.digests()) {
        small(digest.algorithm());
        out.writeBytes(digest.value().toByteArray());
      }
    }
    number(event.data().size());
    out.writeBytes(event.data().toByteArray());
  }

  private void oldDigest(CelRecord record) throws ConversionException {
    boolean one =
        record.digests().size() == 1
            && record.digests().get(0).algorithm() == HashAlgorithm.SHA1.tcgId();
    if (!one) {
      throw new ConversionException(record.place() + ": the first event has a SHA-1 digest");
    }
    out.writeBytes(record.digests().get(0).value().toByteArray());
  }
}
