package dev.vmr.verify.cel;

import dev.vmr.verify.cbor.Cbor;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes the CBOR encoding: an array, deterministic. */
public final class CelCborWriter {
  private CelCborWriter() {}

  /**
   * Writes a log.
   *
   * @throws CelCannotCarryException when a record holds something that this encoding has no place
   *     for
   */
  public static byte[] write(List<CelRecord> records) throws CelCannotCarryException {
    List<CborItem> items = new ArrayList<>();
    for (CelRecord record : records) {
      items.add(record(record));
    }
    return CborWriter.encode(Cbor.array(items));
  }

  private static CborMap.Entry entry(long key, CborItem value) {
    return new CborMap.Entry(Cbor.integer(key), value);
  }

  private static CborItem map(CborMap.Entry... entries) {
    return Cbor.map(List.of(entries));
  }

  private static CborItem record(CelRecord record) throws CelCannotCarryException {
    List<CborItem> digests = new ArrayList<>();
    for (CelDigest digest : record.digests()) {
      digests.add(
          map(
              entry(0, Cbor.integer(digest.algorithm())),
              entry(1, Cbor.bytes(digest.value().toByteArray()))));
    }
    return map(
        entry(CelTlv.RECNUM, Cbor.integer(record.number())),
        entry(record.index().kind().type(), Cbor.integer(record.index().value())),
        entry(CelTlv.DIGESTS, Cbor.array(digests)),
        entry(CelCbor.CONTENT_TYPE, Cbor.integer(record.content().type())),
        entry(CelCbor.CONTENT, content(record)));
  }

  private static CborItem content(CelRecord record) throws CelCannotCarryException {
    CelContent content = record.content();
    if (content instanceof CelContent.Management management) {
      return management(management);
    }
    if (content instanceof CelContent.PcClient event) {
      return map(
          entry(0, Cbor.integer(event.eventType())),
          entry(1, Cbor.bytes(event.data().toByteArray())));
    }
    if (content instanceof CelContent.ImaTemplate entry) {
      return map(
          entry(0, Cbor.text(entry.name())), entry(1, Cbor.bytes(entry.data().toByteArray())));
    }
    if (content instanceof CelContent.ImaTlv entry) {
      return Cbor.bytes(entry.data().toByteArray());
    }
    if (content instanceof CelContent.Systemd event) {
      return Cbor.bytes(event.json().toByteArray());
    }
    if (!(content instanceof CelContent.Opaque opaque)) {
      throw new CelCannotCarryException(record, "content of the feature API is known as JSON only");
    }
    if (opaque.encoding() == CelContent.Opaque.Encoding.CBOR) {
      try {
        return CborReader.parse(opaque.data().toByteArray(), CborReader.Mode.DETERMINISTIC);
      } catch (CborFormatException e) {
        throw new CelCannotCarryException(record, String.valueOf(e.getMessage()));
      }
    }
    throw new CelCannotCarryException(
        record, "content of type " + opaque.type() + " is not known in this encoding");
  }

  private static CborItem management(CelContent.Management content) {
    CborMap.Entry kind = entry(0, Cbor.integer(content.kind()));
    if (content.kind() == CelContent.Management.FIRMWARE_END) {
      return map(kind);
    }
    CborItem data =
        content.kind() == CelContent.Management.VERSION
            ? map(entry(0, Cbor.integer(content.first())), entry(1, Cbor.integer(content.second())))
            : Cbor.integer(content.first());
    return map(kind, entry(1, data));
  }
}
