package dev.vmr.verify.cel;

import dev.vmr.verify.event.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the TLV encoding: record numbers of eight bytes, registers of one or four. */
public final class CelTlvWriter {
  private CelTlvWriter() {}

  /**
   * Writes a log.
   *
   * @throws CelCannotCarryException when a record holds something that this encoding has no place
   *     for
   */
  public static byte[] write(List<CelRecord> records) throws CelCannotCarryException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (CelRecord record : records) {
      TlvWriter digests = new TlvWriter();
      for (CelDigest digest : record.digests()) {
        if (digest.algorithm() > 0xFF) {
          throw new CelCannotCarryException(
              record, "algorithm 0x" + Integer.toHexString(digest.algorithm()) + " has two bytes");
        }
        digests.field(digest.algorithm(), digest.value().toByteArray());
      }
      CelIndex index = record.index();
      int width = index.kind() != CelIndex.Kind.NV && index.value() <= 0xFF ? 1 : 4;
      out.writeBytes(
          new TlvWriter()
              .number(CelTlv.RECNUM, record.number(), 8)
              .number(index.kind().type(), index.value(), width)
              .field(CelTlv.DIGESTS, digests.toByteArray())
              .field(record.content().type(), content(record))
              .toByteArray());
    }
    return out.toByteArray();
  }

  /** The value of the content's field, which some digests are of. */
  static byte[] content(CelRecord record) throws CelCannotCarryException {
    CelContent content = record.content();
    if (content instanceof CelContent.Management management) {
      return management(management);
    }
    if (content instanceof CelContent.PcClient event) {
      return new TlvWriter()
          .number(0, event.eventType(), 4)
          .field(1, event.data().toByteArray())
          .toByteArray();
    }
    if (content instanceof CelContent.ImaTemplate entry) {
      return new TlvWriter()
          .field(0, entry.name().getBytes(StandardCharsets.ISO_8859_1))
          .field(1, entry.data().toByteArray())
          .toByteArray();
    }
    if (content instanceof CelContent.ImaTlv entry) {
      return entry.data().toByteArray();
    }
    if (content instanceof CelContent.Systemd event) {
      return event.json().toByteArray();
    }
    if (!(content instanceof CelContent.Opaque opaque)) {
      throw new CelCannotCarryException(record, "content of the feature API is known as JSON only");
    }
    if (opaque.encoding() != CelContent.Opaque.Encoding.TLV) {
      throw new CelCannotCarryException(
          record, "content of type " + opaque.type() + " is not known in this encoding");
    }
    Bytes data = opaque.data();
    return data.toByteArray();
  }

  private static byte[] management(CelContent.Management content) {
    int kind = (int) content.kind();
    TlvWriter out = new TlvWriter();
    if (kind == CelContent.Management.VERSION) {
      byte[] version =
          new TlvWriter()
              .number(0, content.first(), 2)
              .number(1, content.second(), 2)
              .toByteArray();
      return out.field(kind, version).toByteArray();
    }
    if (kind == CelContent.Management.FIRMWARE_END) {
      return out.field(kind, new byte[0]).toByteArray();
    }
    return out.number(kind, content.first(), kind == CelContent.Management.STATE ? 1 : 8)
        .toByteArray();
  }
}
