package dev.vmr.verify.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import dev.vmr.verify.bootlog.BootEvents;
import dev.vmr.verify.event.ContentDecoder;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.Hashing;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.MeasurementLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and replays canonical event logs (docs/logs.md, section 5). */
public final class CelLogs {
  private final LogDraft draft;
  private final Hashing hashing = new Hashing();
  private final BootEvents bootEvents = new BootEvents();
  private final Map<CelIndex, Long> numbers = new HashMap<>();
  private boolean oneCount = true;
  private long total;

  private CelLogs(LogDraft draft) {
    this.draft = draft;
  }

  /** Reads a log in one of the three encodings. */
  public static MeasurementLog read(byte[] log, LogKind encoding) {
    CelLogs logs = new CelLogs(new LogDraft());
    List<CelRecord> records = new ArrayList<>();
    try {
      fill(log, encoding, records);
    } catch (CelFormatException e) {
      logs.draft.stop(e.code(), e.place(), String.valueOf(e.getMessage()));
    }
    return logs.finish(records, encoding);
  }

  /** Reads a log in the JSON encoding that was parsed already. */
  public static MeasurementLog read(JsonNode log) {
    CelLogs logs = new CelLogs(new LogDraft());
    List<CelRecord> records = new ArrayList<>();
    try {
      CelJson.read(log, records);
    } catch (CelFormatException e) {
      logs.draft.stop(e.code(), e.place(), String.valueOf(e.getMessage()));
    }
    return logs.finish(records, LogKind.CEL_JSON);
  }

  private MeasurementLog finish(List<CelRecord> records, LogKind encoding) {
    for (CelRecord record : records) {
      number(record);
      if (!add(record)) {
        break;
      }
    }
    return draft.finish(encoding);
  }

  /**
   * The records of a log.
   *
   * @throws CelFormatException when it cannot be read to its end
   */
  public static List<CelRecord> records(byte[] log, LogKind encoding) throws CelFormatException {
    List<CelRecord> records = new ArrayList<>();
    fill(log, encoding, records);
    return records;
  }

  private static void fill(byte[] log, LogKind encoding, List<CelRecord> records)
      throws CelFormatException {
    switch (encoding) {
      case CEL_TLV -> CelTlv.read(log, records);
      case CEL_JSON -> CelJson.read(log, records);
      case CEL_CBOR -> CelCbor.read(log, records);
      default -> throw new IllegalArgumentException(encoding + " is no encoding of a CEL");
    }
  }

  /** Records that another format has put together, as a log of that format. */
  public static MeasurementLog replay(List<CelRecord> records, LogKind kind, LogDraft into) {
    CelLogs logs = new CelLogs(into);
    for (CelRecord record : records) {
      if (!logs.add(record)) {
        break;
      }
    }
    return into.finish(kind);
  }

  /** Records are counted for each register, or, by some tools, for the whole log from 0 or 1. */
  private void number(CelRecord record) {
    long next = numbers.getOrDefault(record.index(), 0L);
    if (numbers.isEmpty() && record.number() == 1) {
      total = 1;
    }
    oneCount &= record.number() == total;
    if (record.number() != next && !oneCount) {
      draft.find(
          EventFinding.Code.RECORD_NUMBER,
          record.place(),
          "record " + record.number() + " of " + record.index().register() + ", not " + next);
    }
    numbers.put(record.index(), record.number() + 1);
    total++;
  }

  private boolean add(CelRecord record) {
    byte[] data = CelDescription.data(record);
    ContentDecoder decoder = CelDescription.decoder(record);
    EventDraft event =
        new EventDraft(record.place(), CelDescription.type(record))
            .data(data, 0, data.length, decoder);
    List<Digest> digests =
        record.digests().stream().flatMap(digest -> digest.known().stream()).toList();
    if (record.digests().size() > digests.size()) {
      draft.find(
          EventFinding.Code.UNKNOWN_ALGORITHM,
          record.place(),
          "a digest of an algorithm that is not known here");
    }
    RegisterName register = record.index().register();
    if (!record.measured()) {
      bootEvents.mention(register, decoder.decode(data), event.place(), draft);
      return draft.add(event.mention(register, digests));
    }
    event.extend(register, ImaViolation.extension(record, digests));
    if (record.content() instanceof CelContent.PcClient content) {
      bootEvents.extend(register, content.eventType(), draft);
      bootEvents.check(event, digests, data, content.eventType(), draft);
    } else {
      check(record, event, digests);
    }
    return draft.add(event);
  }

  private void check(CelRecord record, EventDraft event, List<Digest> digests) {
    List<Digest> computed =
        digests.stream().filter(digest -> hashing.computes(digest.algorithm())).toList();
    for (CelDescription.Measured part : CelDescription.measured(record)) {
      long right = computed.stream().filter(each -> isOf(each, part)).count();
      if (right > 0 && right == computed.size()) {
        event.measured(part.name());
        return;
      }
      if (right > 0) {
        differs(event, "not all digests are of the content");
        return;
      }
    }
    boolean violation = ImaViolation.is(record, digests);
    if (CelDescription.required(record) && !computed.isEmpty() && !violation) {
      differs(event, "the digests are not of the content, though those of this type must be");
    }
  }

  private void differs(EventDraft event, String text) {
    event.different();
    draft.find(EventFinding.Code.DIGEST_DIFFERS, event.place(), text);
  }

  private static boolean isOf(Digest digest, CelDescription.Measured part) {
    HashAlgorithm algorithm = digest.algorithm();
    return algorithm.hash(part.bytes().toByteArray()).equals(digest);
  }
}
