package dev.vmr.replay;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;
import java.util.Map;

/**
 * What a log replays to.
 *
 * @param value the replayed value of the physical register
 * @param records how many records were hashed
 * @param syncs the syncs, in the order of the log
 * @param restores the resets with digests, in the order of the log; those whose finding is listed
 * @param registers the virtual registers, by name
 * @param findings what is wrong, in the order of the log; the first thousand, and the one that
 *     ended replay
 * @param findingCount how many findings there were in all
 */
public record ReplayedLog(
    Digest value,
    long records,
    List<SyncPoint> syncs,
    List<RestorePoint> restores,
    Map<RegisterName, VirtualRegister> registers,
    List<LogFinding> findings,
    long findingCount) {

  /** Copies the lists. */
  public ReplayedLog {
    syncs = ImmutableList.copyOf(syncs);
    restores = ImmutableList.copyOf(restores);
    findings = ImmutableList.copyOf(findings);
  }
}
