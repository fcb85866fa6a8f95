package dev.vmr.verify.bootlog;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.verify.event.EventDraft;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogDraft;
import dev.vmr.verify.event.LogPlace;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the events of a log must look like together (docs/bootlog.md, section 9). */
final class BootStructure {
  private static final int LAST_FIRMWARE_PCR = 7;

  private final RegisterFamily family;
  private final boolean headless;
  private final Map<Integer, Integer> separators = new TreeMap<>();
  private final Map<HashAlgorithm, Integer> banks = new EnumMap<>(HashAlgorithm.class);
  private final Map<HashAlgorithm, LogPlace> firstWithout = new EnumMap<>(HashAlgorithm.class);
  private @Nullable LogPlace firstExtending;
  private int extending;

  BootStructure(RegisterFamily family, boolean headless) {
    this.family = family;
    this.headless = headless;
  }

  void add(RawEvent raw, EventDraft event, LogDraft draft) {
    if (raw.type() == EventType.EV_SEPARATOR.code()
        && separators.merge(raw.index(), 1, Integer::sum) == 2) {
      draft.find(
          EventFinding.Code.DUPLICATE_SEPARATOR,
          event.place(),
          family.name(raw.index()) + " has a second separator");
    }
    if (firstExtending == null) {
      firstExtending = event.place();
    }
    for (Digest digest : raw.digests()) {
      HashAlgorithm bank = digest.algorithm();
      int before = banks.merge(bank, 1, Integer::sum) - 1;
      if (before < extending) {
        firstWithout.putIfAbsent(bank, before == 0 ? firstExtending : event.place());
      }
    }
    extending++;
  }

  /** A bank that no event extends is not in use; one that some do must be extended by all. */
  void finish(Map<Integer, Integer> sizes, LogDraft draft, LogPlace end) {
    banks.forEach(
        (bank, count) -> {
          if (count < extending) {
            draft.find(
                EventFinding.Code.MISSING_DIGEST,
                firstWithout.getOrDefault(bank, end),
                extending - count + " events have no " + bank + " digest");
          }
        });
    for (int id : sizes.keySet()) {
      if (!headless && HashAlgorithm.ofTcgId(id).isEmpty()) {
        draft.find(
            EventFinding.Code.UNKNOWN_ALGORITHM,
            LogPlace.offset(0),
            "the bank of algorithm 0x" + Integer.toHexString(id) + " is not replayed");
      }
    }
    missingSeparators(draft, end);
  }

  private void missingSeparators(LogDraft draft, LogPlace end) {
    int first = family == RegisterFamily.TPM ? 0 : 1;
    int last = family == RegisterFamily.TPM ? LAST_FIRMWARE_PCR : 2;
    for (int index = first; index <= last && !headless && extending > 0; index++) {
      if (!separators.containsKey(index)) {
        draft.find(
            EventFinding.Code.MISSING_SEPARATOR, end, family.name(index) + " has no separator");
      }
    }
  }
}
