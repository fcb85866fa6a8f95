package dev.vmr.tpm.engine;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.util.Arrays;

/**
 * The PCRs in the volatile state of libtpms. The library has no way to set a PCR; its state has the
 * values as they are, and ends in the SHA-1 digest of what is before it.
 *
 * <p>Where a PCR is in it is found, not known: a PCR was given a value that is nowhere else.
 */
final class PcrBlob {
  private static final HashAlgorithm CHECKSUM = HashAlgorithm.SHA1;

  private final byte[] state;
  private final int end;

  /**
   * Takes a volatile state.
   *
   * @throws IOException when it is not of the form that this class knows
   */
  PcrBlob(byte[] state) throws IOException {
    this.state = state.clone();
    this.end = state.length - CHECKSUM.size();
    if (end < 0
        || !Arrays.equals(checksum(state, end), Arrays.copyOfRange(state, end, state.length))) {
      throw new IOException("this libtpms has a volatile state whose form is unknown");
    }
  }

  private static byte[] checksum(byte[] state, int end) {
    return CHECKSUM.hash(Arrays.copyOf(state, end)).toByteArray();
  }

  /**
   * Puts a value where another one is.
   *
   * @throws IOException when the other one is not there exactly once
   */
  void replace(Digest now, Digest wanted) throws IOException {
    byte[] sought = now.toByteArray();
    int at = indexOf(sought, 0);
    if (at < 0 || indexOf(sought, at + 1) >= 0) {
      throw new IOException("a PCR is not found in the volatile state of libtpms");
    }
    wanted.copyTo(state, at);
  }

  private int indexOf(byte[] sought, int from) {
    for (int at = from; at <= end - sought.length; at++) {
      if (Arrays.equals(state, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    return -1;
  }

  /** The state with what was replaced. */
  byte[] toByteArray() {
    byte[] sum = checksum(state, end);
    System.arraycopy(sum, 0, state, end, sum.length);
    return state.clone();
  }
}
