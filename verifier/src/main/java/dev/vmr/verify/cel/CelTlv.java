package dev.vmr.verify.cel;

import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The TLV encoding: a byte, a big-endian length of four, a value (docs/logs.md, section 5.1). */
public final class CelTlv {
  static final int RECNUM = 0;
  static final int DIGESTS = 3;

  private CelTlv() {}

  /** Whether bytes begin with a record of this encoding. */
  public static boolean recognises(byte[] log) {
    try {
      if (log.length < 7 || log[0] != RECNUM) {
        return false;
      }
      record(new TlvReader(log, 0, log.length));
      return true;
    } catch (CelFormatException e) {
      return false;
    }
  }

  /**
   * Reads records into a list, which keeps those before an error.
   *
   * @throws CelFormatException with the place at which the log cannot be read any further
   */
  static void read(byte[] log, List<CelRecord> records) throws CelFormatException {
    TlvReader in = new TlvReader(log, 0, log.length);
    while (in.more()) {
      if (records.size() > LogDraft.MAX_EVENTS) {
        return;
      }
      records.add(record(in));
    }
  }

  private static CelRecord record(TlvReader in) throws CelFormatException {
    LogPlace place = in.place();
    try {
      in.next();
      in.expect(RECNUM, "a record begins with its number");
      long number = in.number(8);
      in.next();
      CelIndex index = index(in);
      in.next();
      in.expect(DIGESTS, "a record has digests behind its register");
      List<CelDigest> digests = digests(in.inner());
      in.next();
      return new CelRecord(place, number, index, digests, content(in));
    } catch (IllegalArgumentException e) {
      throw CelFormatException.malformed(place, String.valueOf(e.getMessage()));
    }
  }

  private static CelIndex index(TlvReader in) throws CelFormatException {
    for (CelIndex.Kind kind : CelIndex.Kind.values()) {
      if (in.type() == kind.type()) {
        return new CelIndex(kind, in.number(4));
      }
    }
    throw CelFormatException.malformed(
        in.place(), "a record has a register behind its number, not a field " + in.type());
  }

  private static List<CelDigest> digests(TlvReader in) throws CelFormatException {
    List<CelDigest> digests = new ArrayList<>();
    while (in.more()) {
      in.next();
      if (digests.size() == CelRecord.MAX_DIGESTS) {
        throw CelFormatException.malformed(in.place(), "more than 16 digests");
      }
      digests.add(new CelDigest(in.type(), in.bytes()));
    }
    return digests;
  }

  private static CelContent content(TlvReader in) throws CelFormatException {
    switch (in.type()) {
      case CelContent.CEL:
        return management(in.inner());
      case CelContent.PCCLIENT_STD:
        TlvReader event = in.inner();
        event.next();
        event.expect(0, "an event has a type");
        long type = event.number(4);
        event.next();
        event.expect(1, "an event has data behind its type");
        CelContent content = new CelContent.PcClient(type, event.bytes());
        event.end();
        return content;
      case CelContent.IMA_TEMPLATE:
        TlvReader entry = in.inner();
        entry.next();
        entry.expect(0, "an entry has a template");
        String name = new String(entry.bytes().toByteArray(), StandardCharsets.ISO_8859_1);
        entry.next();
        entry.expect(1, "an entry has data behind its template");
        CelContent template = new CelContent.ImaTemplate(name, entry.bytes());
        entry.end();
        return template;
      case CelContent.IMA_TLV:
        return new CelContent.ImaTlv(in.bytes());
      case CelContent.SYSTEMD:
        return new CelContent.Systemd(in.bytes());
      case RECNUM, 1, 2, DIGESTS, 6, 108:
        throw CelFormatException.malformed(
            in.place(), "a record has content behind its digests, not a field " + in.type());
      default:
        return new CelContent.Opaque(in.type(), CelContent.Opaque.Encoding.TLV, in.bytes());
    }
  }

  private static CelContent management(TlvReader in) throws CelFormatException {
    in.next();
    long kind = in.type();
    CelContent content;
    if (kind == CelContent.Management.VERSION) {
      TlvReader version = in.inner();
      version.next();
      version.expect(0, "a version has a major number");
      long major = version.number(2);
      version.next();
      version.expect(1, "a version has a minor number");
      content = new CelContent.Management(kind, major, version.number(2));
      version.end();
    } else if (kind == CelContent.Management.FIRMWARE_END) {
      content = new CelContent.Management(kind, 0, 0);
      in.inner().end();
    } else if (kind == CelContent.Management.TIMESTAMP || kind == CelContent.Management.STATE) {
      content = new CelContent.Management(kind, in.number(8), 0);
    } else {
      throw new CelFormatException(
          EventFinding.Code.MALFORMED, in.place(), "management of an unknown kind " + kind);
    }
    in.end();
    return content;
  }

  /** The TLV of a type and value, with which some digests are computed. */
  static byte[] tlv(int type, byte[] value) {
    return new TlvWriter().field(type, value).toByteArray();
  }
}
