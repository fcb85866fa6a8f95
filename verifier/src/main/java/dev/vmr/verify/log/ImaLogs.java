package dev.vmr.verify.log;

import com.google.common.collect.ImmutableMap;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaListReplay;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.bootlog.content.Texts;
import dev.vmr.verify.event.EventContent;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding.Code;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.event.PlainContent;
import dev.vmr.verify.event.Registers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A list of the kernel's IMA as a measurement log, replayed by the real rule (docs/ima.md). */
public final class ImaLogs {
  /** The banks that a list is replayed in. */
  public static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  private final LogDraft draft = new LogDraft();
  private boolean full;

  private ImaLogs() {}

  /** The log; empty when not even the first entry can be read. */
  static Optional<MeasurementLog> read(byte[] list) {
    ImaLogs logs = new ImaLogs();
    try {
      ImaListReplay.read(new ByteArrayInputStream(list), logs::add);
    } catch (ImaFormatException | IOException e) {
      if (logs.draft.events() == 0) {
        return Optional.empty();
      }
      boolean truncated = e instanceof ImaFormatException format && format.truncated();
      logs.draft.stop(
          truncated ? Code.TRUNCATED : Code.MALFORMED,
          LogPlace.record(logs.draft.events() + 1L),
          Texts.line(String.valueOf(e.getMessage())));
    }
    return logs.draft.events() == 0
        ? Optional.empty()
        : Optional.of(logs.draft.finish(LogKind.IMA));
  }

  private void add(ImaEntry entry) {
    if (full) {
      return;
    }
    LogPlace place = LogPlace.record(entry.number());
    EventDraft event = new EventDraft(place, Texts.line(entry.template().name()));
    List<Digest> digests = digests(entry);
    boolean right = entry.violation() || entry.opaque();
    right = right || entry.digestIsOfData();
    if (digests.size() < BANKS.size()) {
      String text = "an ASCII list does not hold what the other banks need of " + entry.number();
      draft.find(Code.MISSING_DIGEST, place, text);
    }
    String path = entry.path().orElse("");
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    boolean violation = entry.violation();
    event
        .data(bytes, 0, bytes.length, data -> content(data, violation))
        .extend(Registers.pcr(entry.pcr()), digests);
    if (!right) {
      event.different();
      draft.find(Code.DIGEST_DIFFERS, place, "the template digest is not of the entry's data");
    } else if (!entry.opaque() && !violation) {
      event.measured("template data");
    }
    full = !draft.add(event);
  }

  private static List<Digest> digests(ImaEntry entry) {
    if (entry.opaque() && !entry.violation()) {
      return List.of(entry.templateDigest());
    }
    return BANKS.stream()
        .map(bank -> entry.violation() ? Digest.filled(bank, 0xFF) : entry.hash(bank))
        .toList();
  }

  private static EventContent content(byte[] path, boolean violation) {
    String text = new String(path, StandardCharsets.UTF_8);
    return PlainContent.decoded(
        Texts.line(violation ? text + " (violation)" : text),
        ImmutableMap.of("is", "ima", "path", text, "violation", violation));
  }
}
