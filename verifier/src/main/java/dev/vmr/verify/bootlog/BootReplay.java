package dev.vmr.verify.bootlog;

import dev.vmr.record.InitialValue;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterBank;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a firmware log replays to (docs/bootlog.md, section 3). */
public final class BootReplay {
  private static final byte[] LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HCRTM_LOCALITY = 4;
  private static final int FIRST_DRTM = 17;
  private static final int LAST_DRTM = 22;

  private final Map<Integer, Map<HashAlgorithm, RegisterBank>> pcrs = new TreeMap<>();
  private final BootLogReader reader;
  private @Nullable String malformed;
  private int locality;
  private long events;

  private BootReplay(BootLogReader reader) {
    this.reader = reader;
  }

  /** Reads and replays a whole log. */
  public static BootReplay of(InputStream in) throws IOException {
    BootReplay replay = new BootReplay(new BootLogReader(new BufferedInputStream(in)));
    try {
      for (BootEvent event = replay.reader.next(); event != null; event = replay.reader.next()) {
        replay.add(event);
      }
    } catch (BootLogException e) {
      replay.malformed = e.getMessage();
    }
    return replay;
  }

  private void add(BootEvent event) {
    events++;
    if (event.type() == BootEvent.NO_ACTION) {
      byte[] data = event.claimedData();
      if (event.begins(LOCALITY) && data.length == LOCALITY.length + 1 && !pcrs.containsKey(0)) {
        locality = data[LOCALITY.length];
      }
      return;
    }
    if (event.type() == BootEvent.EFI_HCRTM_EVENT && event.pcr() == 0 && !pcrs.containsKey(0)) {
      locality = HCRTM_LOCALITY;
    }
    Map<HashAlgorithm, RegisterBank> banks =
        pcrs.computeIfAbsent(event.pcr(), pcr -> new EnumMap<>(HashAlgorithm.class));
    for (Digest digest : event.digests()) {
      banks.merge(
          digest.algorithm(),
          new RegisterBank(initial(event.pcr()).in(digest.algorithm())).extendedBy(digest),
          (bank, unused) -> bank.extendedBy(digest));
    }
  }

  private InitialValue initial(int pcr) {
    if (pcr >= FIRST_DRTM && pcr <= LAST_DRTM) {
      return InitialValue.ONES;
    }
    boolean known = locality >= 0 && locality <= HCRTM_LOCALITY;
    return pcr == 0 && known ? new InitialValue(locality) : InitialValue.ZEROS;
  }

  /** How many events were read. */
  public long events() {
    return events;
  }

  /** The banks of the log that are known here. */
  public List<HashAlgorithm> banks() {
    return reader.banks();
  }

  /** Why the log could not be read to its end, with the offset. */
  public Optional<String> malformed() {
    return Optional.ofNullable(malformed);
  }

  /** The replayed banks of a PCR; none when no event extended it. */
  public List<Digest> values(int pcr) {
    return pcrs.getOrDefault(pcr, Map.of()).values().stream().map(RegisterBank::value).toList();
  }
}
