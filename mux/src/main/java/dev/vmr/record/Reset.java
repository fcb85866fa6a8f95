package dev.vmr.record;

import com.google.common.collect.ImmutableList;
import dev.vmr.register.Digest;
import dev.vmr.register.RegisterName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code <name> reset [init/<xx> | <digests>]}: every bank of a resettable register begins again.
 *
 * @param name the virtual register
 * @param value what the banks begin with this time, or null for the defined initial value
 * @param restored what each bank begins with when it goes on from somewhere else, in the order of
 *     the definition; else empty
 */
public record Reset(RegisterName name, @Nullable InitialValue value, List<Digest> restored)
    implements LogRecord {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when there are both kinds, or an algorithm is there twice
   */
  public Reset {
    restored = ImmutableList.copyOf(restored);
    if (value != null && !restored.isEmpty()) {
      throw new IllegalArgumentException("a reset has an initial value or digests, not both");
    }
    if (restored.stream().map(Digest::algorithm).distinct().count() != restored.size()) {
      throw new IllegalArgumentException("a reset has one digest for each bank");
    }
  }

  /** A reset to the defined initial value, or to {@code value}. */
  public Reset(RegisterName name, @Nullable InitialValue value) {
    this(name, value, ImmutableList.of());
  }

  @Override
  public Kind kind() {
    return Kind.RESET;
  }

  @Override
  public String format() {
    StringBuilder line = new StringBuilder(name + " reset");
    if (value != null) {
      line.append(' ').append(value.format());
    }
    for (Digest digest : restored) {
      line.append(' ').append(digest);
    }
    return line.toString();
  }
}
