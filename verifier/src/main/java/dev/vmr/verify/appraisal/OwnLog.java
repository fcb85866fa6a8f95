package dev.vmr.verify.appraisal;

import dev.vmr.register.RegisterName;
import dev.vmr.replay.ReplayedLog;
import dev.vmr.verify.Source;
import org.jspecify.annotations.Nullable;

/**
 * An event log of this project.
 *
 * @param label what the caller calls it
 * @param register the physical register whose log it is
 * @param source its bytes
 * @param replayed what it replays to; null before it was replayed
 * @param proven whether that is the quoted value
 */
public record OwnLog(
    String label,
    RegisterName register,
    Source source,
    @Nullable ReplayedLog replayed,
    boolean proven) {}
