package dev.vmr.verify.bootlog;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and replays the logs of firmware, and what agents append to them (docs/bootlog.md). */
public final class BootLogs {
  private static final int OLD_HEAD = 32;
  private static final int AAEL_HEAD = 14;
  private static final int AAEL_TAG = 0x4141454C;

  private BootLogs() {}

  /** Whether bytes begin as a log of this family does. */
  public static boolean recognises(byte[] log) {
    return isAael(log) || isCryptoAgile(log) || isOld(log);
  }

  /** Whether the first event is the one of docs/bootlog.md, section 1. */
  public static boolean isCryptoAgile(byte[] log) {
    int end = OLD_HEAD + BootLogReader.SPEC_ID.length;
    return log.length >= end
        && fields(log).getInt(4) == EventType.EV_NO_ACTION.code()
        && Arrays.equals(
            log, OLD_HEAD, end, BootLogReader.SPEC_ID, 0, BootLogReader.SPEC_ID.length);
  }

  /**
   * A log of the old form has no mark: the fields of its first event are possible, or it is none.
   */
  private static boolean isOld(byte[] log) {
    if (log.length < OLD_HEAD) {
      return false;
    }
    ByteBuffer fields = fields(log);
    long pcr = Integer.toUnsignedLong(fields.getInt(0));
    long size = Integer.toUnsignedLong(fields.getInt(OLD_HEAD - 4));
    int type = fields.getInt(4);
    boolean named = !EventType.name(type).startsWith("0x");
    boolean nothing = fields.getLong(0) == 0 && size == 0;
    return pcr <= 23 && named && size <= log.length - OLD_HEAD && !nothing;
  }

  /** Events of the attestation agent without a firmware's log before them (section 8). */
  static boolean isAael(byte[] log) {
    if (log.length < AAEL_HEAD) {
      return false;
    }
    ByteBuffer fields = fields(log);
    HashAlgorithm algorithm =
        HashAlgorithm.ofTcgId(Short.toUnsignedInt(fields.getShort(12))).orElse(null);
    int tag = AAEL_HEAD + (algorithm == null ? 0 : algorithm.size()) + 4;
    return algorithm != null
        && fields.getInt(4) == EventType.EV_EVENT_TAG.code()
        && fields.getInt(8) == 1
        && log.length >= tag + 4
        && fields.getInt(tag) == AAEL_TAG;
  }

  private static ByteBuffer fields(byte[] log) {
    return ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads a log, and tells from it whose registers it extends. */
  public static MeasurementLog read(byte[] log) {
    return readAs(log, null);
  }

  /** Reads the log of a confidential VM, of which the ACPI table says what kind it is. */
  public static MeasurementLog read(byte[] log, CcelTable table) {
    return readAs(log, table.family());
  }

  /**
   * The events of a log as they stand in it, for another format to carry.
   *
   * @param cc whether their indexes are those of a confidential VM
   * @param events in their order
   */
  public record Raw(boolean cc, List<RawEvent> events) {
    /** Copies the list. */
    public Raw {
      events = ImmutableList.copyOf(events);
    }
  }

  /** The events of a log, as far as it can be read. */
  public static Raw raw(byte[] log) {
    boolean aael = isAael(log);
    BootLogReader reader = new BootLogReader(log, aael);
    List<RawEvent> events = readAll(reader, new LogDraft());
    RegisterFamily family =
        aael ? aaelFamily(events) : RegisterFamily.of(reader.sizes().keySet(), events);
    return new Raw(family != RegisterFamily.TPM, events);
  }

  private static MeasurementLog readAs(byte[] log, @Nullable RegisterFamily given) {
    boolean aael = isAael(log);
    BootLogReader reader = new BootLogReader(log, aael);
    LogDraft draft = new LogDraft();
    List<RawEvent> events = readAll(reader, draft);
    RegisterFamily family = given;
    if (family == null) {
      family = aael ? aaelFamily(events) : RegisterFamily.of(reader.sizes().keySet(), events);
    }
    new BootReplay(log, reader, family, aael).add(events, draft);
    return draft.finish(kind(reader, family, aael));
  }

  private static LogKind kind(BootLogReader reader, RegisterFamily family, boolean aael) {
    if (aael) {
      return LogKind.AAEL;
    }
    if (family != RegisterFamily.TPM) {
      return LogKind.CCEL;
    }
    return reader.old() ? LogKind.TCG_SHA1 : LogKind.TCG2;
  }

  /** The agent extends a vTPM by SHA-256, and a confidential VM's registers by anything else. */
  private static RegisterFamily aaelFamily(List<RawEvent> events) {
    boolean tpm =
        events.stream()
            .flatMap(event -> event.digests().stream())
            .anyMatch(digest -> digest.algorithm() == HashAlgorithm.SHA256);
    boolean cc = events.stream().allMatch(event -> event.index() <= 4);
    return tpm || !cc ? RegisterFamily.TPM : RegisterFamily.CC;
  }

  private static List<RawEvent> readAll(BootLogReader reader, LogDraft draft) {
    List<RawEvent> events = new ArrayList<>();
    try {
      RawEvent event = reader.next();
      while (event != null && events.size() <= LogDraft.MAX_EVENTS) { // one too many is a finding
        events.add(event);
        event = reader.next();
      }
      int behind = event == null ? reader.behindEnd() : -1;
      if (behind >= 0) {
        draft.find(
            EventFinding.Code.BYTES_AFTER_END,
            LogPlace.offset(behind),
            "the log ended at " + reader.offset());
      }
    } catch (BootLogException e) {
      draft.stop(e.code(), LogPlace.offset(e.offset()), String.valueOf(e.getMessage()));
    }
    return events;
  }
}
