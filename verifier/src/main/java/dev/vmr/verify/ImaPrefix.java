package dev.vmr.verify;

import dev.vmr.ima.ImaComparison;
import dev.vmr.ima.ImaDifference;
import dev.vmr.ima.ImaEntry;
import dev.vmr.ima.ImaFormatException;
import dev.vmr.ima.ImaReader;
import dev.vmr.log.LineScanner;
import dev.vmr.record.Define;
import dev.vmr.register.RegisterName;
import dev.vmr.replay.Replay;
import dev.vmr.replay.VirtualRegister;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** What of a list that has grown meanwhile belongs to a log (docs/evidence.md, section 5). */
public final class ImaPrefix {
  private ImaPrefix() {}

  /**
   * The list without the entries behind the last one that the log knows of; the list as it is when
   * the two part in any other way, or the log knows of none, for the verifier to say so.
   *
   * @param list binary or ASCII
   * @param register the log's register of the list
   * @throws EvidenceException when the list is malformed
   */
  public static byte[] of(byte[] list, RegisterName register, byte[] log)
      throws EvidenceException, IOException {
    Replay replay = new Replay();
    LineScanner.scan(new ByteArrayInputStream(log), replay);
    VirtualRegister known = replay.result().registers().get(register);
    if (known == null) {
      return list;
    }
    RegisterExtensions history = new RegisterExtensions(register);
    LineScanner.scan(new ByteArrayInputStream(log), history);
    int pcr = known.definition().map(Define::pcr).orElse(ImaCheck.USUAL_PCR);
    try {
      // Behind a kexec the list may be all there was since, or since the beginning.
      for (long skipped : new long[] {0, history.beforeThisBoot()}) {
        Optional<ImaDifference> found =
            ImaComparison.of(() -> new ByteArrayInputStream(list), pcr, history.iterator(skipped));
        boolean ahead = found.isPresent() && found.get().kind() == ImaDifference.Kind.AHEAD;
        if (ahead && found.get().entry() > 1) {
          return before(list, found.get().entry());
        }
      }
      return list;
    } catch (ImaFormatException e) {
      throw new EvidenceException("IMA list: " + e.getMessage());
    }
  }

  /** Everything before an entry, which has that number from 1. */
  private static byte[] before(byte[] list, long entry) throws ImaFormatException, IOException {
    if (isAscii(list)) {
      return lines(list, entry - 1);
    }
    ImaReader reader = ImaReader.of(new ByteArrayInputStream(list));
    int behind = 0;
    for (ImaEntry each = reader.next(); each != null; each = reader.next()) {
      behind += each.number() >= entry ? each.size() : 0;
    }
    return Arrays.copyOf(list, list.length - behind);
  }

  private static boolean isAscii(byte[] list) {
    return list.length > 0 && (list[0] == ' ' || (list[0] >= '0' && list[0] <= '9'));
  }

  private static byte[] lines(byte[] list, long count) {
    int at = 0;
    for (long line = 0; line < count && at < list.length; at++) {
      line += list[at] == '\n' ? 1 : 0;
    }
    return Arrays.copyOf(list, at);
  }
}
