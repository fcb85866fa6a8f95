package dev.vmr.mux;

import dev.vmr.register.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found and done when a log was opened (docs/multiplexer.md, section 3).
 *
 * @param records how many records the log held and the register explained, before anything was done
 * @param redone how many records were in the log and had to be extended
 * @param torn what became of a torn last line
 * @param foreignValue the register's value when no prefix of the log explained it, else null
 * @param archived where a log of another boot was moved, else null
 * @param kexec whether the log goes on in another boot than the one it was written in
 */
public record Recovery(
    long records,
    long redone,
    Torn torn,
    @Nullable Digest foreignValue,
    @Nullable Path archived,
    boolean kexec) {

  /** What becomes of a torn last line. */
  public enum Torn {
    /** There was none. */
    NONE,
    /** It was never extended, and was cut off. */
    CUT,
    /** It was extended, and has its LF now. */
    COMPLETED
  }

  /** Nothing was there, or all was well. */
  static Recovery clean(long records) {
    return new Recovery(records, 0, Torn.NONE, null, null, false);
  }
}
