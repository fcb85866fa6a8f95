package dev.vmr.tests.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vmr.verify.event.Coverage;
import dev.vmr.verify.event.EventFinding;
import dev.vmr.verify.event.LogKind;
import dev.vmr.verify.event.LogPlace;
import dev.vmr.verify.event.LoggedEvent;
import dev.vmr.verify.event.MeasurementLog;
import dev.vmr.verify.log.MeasurementLogs;
import dev.vmr.verify.log.UnknownLogException;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One byte of a log is changed. Under a digest that must show: in the form of the log, in the value
 * of a register, or in the digest of an event's data. Elsewhere it may pass, as a claim.
 */
@NeedsCorpora
class LogFlipIT {
  private static final int FLIPS = 10_000;
  private static final long SEED =
      Long.getLong("vmr.flip.seed", new Random().nextInt(Integer.MAX_VALUE));
  private static final Map<Layer, Integer> ALL = new EnumMap<>(Layer.class);

  /** Where a change has shown. */
  private enum Layer {
    FORM,
    REGISTER,
    EVENT_DATA,
    /** The event's digests are no longer of its data, which its type allows: it is a claim now. */
    BECOMES_CLAIMED,
    CLAIMED_ONLY
  }

  static Stream<LogFile> files() throws IOException {
    return LogFile.all();
  }

  @AfterAll
  static void print() {
    System.out.println("flips with seed " + SEED + " (-Dvmr.flip.seed): " + ALL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyFlipUnderADigestShows(LogFile file) throws Exception {
    byte[] bytes = file.bytes();
    MeasurementLog before = MeasurementLogs.read(bytes.clone());
    BitSet measured = measured(before, bytes.length);
    int end = end(before, bytes.length);
    Random random = new Random(SEED + file.toString().hashCode());
    int flips = FLIPS / (int) LogFile.all().count() + 1;
    Map<Layer, Integer> layers = new EnumMap<>(Layer.class);
    for (int i = 0; i < flips; i++) {
      int at = random.nextInt(end);
      byte[] changed = bytes.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Layer layer = layer(before, changed);
      layers.merge(layer, 1, Integer::sum);
      ALL.merge(layer, 1, Integer::sum);
      if (measured.get(at)) {
        assertThat(layer)
            .as("%s: byte %d is under a digest (seed %d)", file, at, SEED)
            .isNotEqualTo(Layer.CLAIMED_ONLY);
      }
    }
    System.out.printf("%-80s %s%n", file, layers);
    assertThat(layers.keySet()).containsAnyOf(Layer.FORM, Layer.REGISTER, Layer.EVENT_DATA);
  }

  private static Layer layer(MeasurementLog before, byte[] changed) {
    MeasurementLog after;
    try {
      after = MeasurementLogs.read(changed);
    } catch (UnknownLogException e) {
      return Layer.FORM;
    }
    if (!after.complete() || after.kind() != before.kind()) {
      return Layer.FORM;
    }
    if (!after.replayed().equals(before.replayed())
        || !after.claimedRegisters().equals(before.claimedRegisters())) {
      return Layer.REGISTER;
    }
    if (after.findings().stream().anyMatch(LogFlipIT::isError)) {
      return Layer.EVENT_DATA;
    }
    return measuredCount(after) < measuredCount(before)
        ? Layer.BECOMES_CLAIMED
        : Layer.CLAIMED_ONLY;
  }

  private static boolean isError(EventFinding finding) {
    return finding.severity() == EventFinding.Severity.ERROR;
  }

  private static long measuredCount(MeasurementLog log) {
    return log.events().stream().filter(event -> event.coverage() == Coverage.MEASURED).count();
  }

  /** The bytes that are data under a digest, as far as places tell: of binary logs and of lines. */
  private static BitSet measured(MeasurementLog log, int size) {
    BitSet measured = new BitSet(size);
    List<LoggedEvent> events = log.events();
    for (int i = 0; i < events.size(); i++) {
      LoggedEvent event = events.get(i);
      boolean whole = List.of("all", "content").contains(event.measuredPart());
      if (event.place().unit() == LogPlace.Unit.OFFSET && whole && i + 1 < events.size()) {
        int next = (int) events.get(i + 1).place().value();
        measured.set(next - event.claimedData().length, next);
      }
    }
    if (log.kind() == LogKind.AAEL_TEXT || log.kind() == LogKind.VMR) {
      measured.set(0, size);
    }
    return measured;
  }

  /**
   * Firmware's areas are much larger than the log: the filler is not flipped, but for its start.
   */
  private static int end(MeasurementLog log, int size) {
    LoggedEvent last = log.events().get(log.events().size() - 1);
    boolean binary = last.place().unit() == LogPlace.Unit.OFFSET;
    int estimate = (int) last.place().value() + last.claimedData().length + 512;
    return binary ? Math.min(size, estimate) : size;
  }
}
