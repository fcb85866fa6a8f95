package dev.vmr.replay;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;

/**
 * A reset with digests that replay met: the register goes on from values that it had elsewhere.
 *
 * @param line the number of its line, from 1
 * @param register the virtual register
 * @param claimedValues what its banks had, as the line says, in the order of the definition
 */
public record RestorePoint(long line, RegisterName register, List<Digest> claimedValues) {
  /** Copies the list. */
  public RestorePoint {
    claimedValues = ImmutableList.copyOf(claimedValues);
  }
}
