package dev.vmr.record;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code <name> extend <digests> [-- <note>]}: one atomic extension of one or several banks.
 *
 * @param name the virtual register
 * @param digests at least one, applied in this order; an algorithm may repeat
 * @param note text for people, or null
 */
public record Extend(RegisterName name, List<Digest> digests, @Nullable Note note)
    implements LogRecord {
  static final String NOTE_MARK = "--";

  /**
   * Checks the digests.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Extend {
    digests = ImmutableList.copyOf(digests);
    if (digests.isEmpty()) {
      throw new IllegalArgumentException("an extension has at least one digest");
    }
  }

  @Override
  public Kind kind() {
    return Kind.EXTEND;
  }

  @Override
  public String format() {
    StringBuilder line = new StringBuilder(128).append(name).append(" extend");
    for (Digest digest : digests) {
      line.append(' ').append(digest);
    }
    if (note != null) {
      line.append(' ').append(NOTE_MARK).append(' ').append(note.encoded());
    }
    return line.toString();
  }
}
