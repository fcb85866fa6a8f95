package dev.vmr.verify.cel;

import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.cbor.CborFormatException;
import dev.vmr.verify.cbor.CborItem;
import dev.vmr.verify.cbor.CborItem.Kind;
import dev.vmr.verify.cbor.CborLimits;
import dev.vmr.verify.cbor.CborMap;
import dev.vmr.verify.cbor.CborReader;
import dev.vmr.verify.cbor.CborWriter;
import dev.vmr.verify.event.Bytes;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.util.ArrayList;
import java.util.List;

/** The CBOR encoding: an array of maps, or the maps one after the other (docs/logs.md, 5.3). */
public final class CelCbor {
  static final int CONTENT_TYPE = 9;
  static final int CONTENT = 10;
  private static final int FIELDS = 5;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final CborLimits LIMITS = new CborLimits(16, 4096);

  private CelCbor() {}

  /** Whether bytes begin with a record of this encoding. */
  public static boolean recognises(byte[] log) {
    if (log.length == 1) {
      return log[0] == (byte) 0x80;
    }
    try {
      CborReader in = new CborReader(log, CborReader.Mode.DETERMINISTIC, LIMITS);
      if (enter(log, in) == 0) {
        return false;
      }
      record(in);
      return true;
    } catch (CborFormatException | CelFormatException e) {
      return false;
    }
  }

  private static long enter(byte[] log, CborReader in) throws CborFormatException {
    int major = log.length == 0 ? 0 : Byte.toUnsignedInt(log[0]) >>> 5;
    if (major == ARRAY) {
      return in.readArrayHead();
    }
    return major == MAP ? Long.MAX_VALUE : 0;
  }

  /**
   * Reads records into a list, which keeps those before an error.
   *
   * @throws CelFormatException with the place at which the log cannot be read any further
   */
  static void read(byte[] log, List<CelRecord> records) throws CelFormatException {
    CborReader in = new CborReader(log, CborReader.Mode.DETERMINISTIC, LIMITS);
    try {
      long count = enter(log, in);
      boolean sequence = count == Long.MAX_VALUE;
      while (sequence ? !in.atEnd() : records.size() < count) {
        if (records.size() > LogDraft.MAX_EVENTS) {
          return;
        }
        records.add(record(in));
      }
      if (!in.atEnd()) {
        throw new CborFormatException(in.position(), "there is something behind the log");
      }
    } catch (CborFormatException e) {
      throw CelFormatException.malformed(
          LogPlace.offset(e.offset()), String.valueOf(e.getMessage()));
    }
  }

  private static CelRecord record(CborReader in) throws CborFormatException, CelFormatException {
    LogPlace place = LogPlace.offset(in.position());
    CborItem item = in.readItem();
    CborMap record = item.asMap();
    if (record.entries().size() != FIELDS) {
      throw new CborFormatException(item.offset(), "a record has five fields");
    }
    try {
      return new CelRecord(
          place,
          unsigned(record.require(CelTlv.RECNUM), Long.MAX_VALUE),
          index(item, record),
          digests(record.require(CelTlv.DIGESTS)),
          content(record));
    } catch (IllegalArgumentException e) {
      throw CelFormatException.malformed(place, String.valueOf(e.getMessage()));
    }
  }

  private static long unsigned(CborItem item, long max) throws CborFormatException {
    long value = item.asLong();
    if (value < 0 || value > max) {
      throw new CborFormatException(item.offset(), "a number from 0 to " + max + " expected");
    }
    return value;
  }

  private static CelIndex index(CborItem item, CborMap record) throws CborFormatException {
    for (CelIndex.Kind kind : CelIndex.Kind.values()) {
      CborItem value = record.get(kind.type()).orElse(null);
      if (value != null) {
        return new CelIndex(kind, unsigned(value, Long.MAX_VALUE));
      }
    }
    throw new CborFormatException(item.offset(), "a record has a register");
  }

  private static List<CelDigest> digests(CborItem item) throws CborFormatException {
    List<CelDigest> digests = new ArrayList<>();
    for (CborItem each : item.asArray()) {
      CborMap digest = each.asMap();
      if (digest.entries().size() != 2) {
        throw new CborFormatException(each.offset(), "a digest has an algorithm and a value");
      }
      digests.add(new CelDigest(digest.require(0).asInt(0, 0xFFFF), bytes(digest.require(1))));
    }
    return digests;
  }

  private static Bytes bytes(CborItem item) throws CborFormatException {
    return Bytes.of(item.asBytes());
  }

  private static CelContent content(CborMap record) throws CborFormatException {
    CborItem content = record.require(CONTENT);
    int type = record.require(CONTENT_TYPE).asInt(0, Integer.MAX_VALUE);
    switch (type) {
      case CelContent.CEL:
        return management(content);
      case CelContent.PCCLIENT_STD:
        return new CelContent.PcClient(
            eventType(content.asMap().require(0)), bytes(content.asMap().require(1)));
      case CelContent.IMA_TEMPLATE:
        return new CelContent.ImaTemplate(
            content.asMap().require(0).asText(), bytes(content.asMap().require(1)));
      case CelContent.IMA_TLV:
        return new CelContent.ImaTlv(bytes(content));
      case CelContent.SYSTEMD:
        return new CelContent.Systemd(bytes(content));
      case 0, 1, 2, 3, 6:
        throw new CborFormatException(content.offset(), "there is no content of that type");
      default:
        return new CelContent.Opaque(
            type, CelContent.Opaque.Encoding.CBOR, Bytes.of(CborWriter.encode(content)));
    }
  }

  private static long eventType(CborItem item) throws CborFormatException {
    if (item.is(Kind.TEXT)) {
      return BootEvents.code(item.asText())
          .orElseThrow(() -> new CborFormatException(item.offset(), "not a known event type"));
    }
    return unsigned(item, 0xFFFF_FFFFL);
  }

  private static CelContent management(CborItem content) throws CborFormatException {
    CborMap fields = content.asMap();
    long kind = fields.require(0).asLong();
    if (kind == CelContent.Management.FIRMWARE_END && fields.entries().size() == 1) {
      return new CelContent.Management(kind, 0, 0);
    }
    CborItem data = fields.require(1);
    if (kind == CelContent.Management.VERSION) {
      return new CelContent.Management(
          kind,
          unsigned(data.asMap().require(0), 0xFFFF),
          unsigned(data.asMap().require(1), 0xFFFF));
    }
    if (kind == CelContent.Management.TIMESTAMP) {
      return new CelContent.Management(kind, unsigned(data, Long.MAX_VALUE), 0);
    }
    if (kind == CelContent.Management.STATE) {
      return new CelContent.Management(kind, unsigned(data, CelJsonWriter.STATES.size() - 1L), 0);
    }
    throw new CborFormatException(content.offset(), "management of an unknown kind");
  }
}
