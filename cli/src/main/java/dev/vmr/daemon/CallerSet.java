package dev.vmr.daemon;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * Callers that a rule names: {@code uid:N}, {@code gid:N}, {@code everyone} (docs/daemon.md,
 * section 2).
 *
 * @param everyone whether all callers are meant
 * @param uids user ids
 * @param gids primary group ids
 */
public record CallerSet(boolean everyone, Set<Long> uids, Set<Long> gids) {
  private static final long MAX_ID = 0xFFFF_FFFEL;

  /** Nobody. */
  public static final CallerSet NOBODY = new CallerSet(false, Set.of(), Set.of());

  /** All callers. */
  public static final CallerSet EVERYONE = new CallerSet(true, Set.of(), Set.of());

  /** Copies the sets. */
  public CallerSet {
    uids = ImmutableSet.copyOf(uids);
    gids = ImmutableSet.copyOf(gids);
  }

  /** Whether the caller is one of them. */
  public boolean contains(Caller caller) {
    return everyone || uids.contains(caller.uid()) || gids.contains(caller.gid());
  }

  /** These and those. */
  public CallerSet and(CallerSet other) {
    return new CallerSet(
        everyone || other.everyone,
        ImmutableSet.<Long>builder().addAll(uids).addAll(other.uids).build(),
        ImmutableSet.<Long>builder().addAll(gids).addAll(other.gids).build());
  }

  /**
   * Parses one name of callers.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static CallerSet parse(String text) {
    if (text.equals("everyone")) {
      return EVERYONE;
    }
    if (text.startsWith("uid:")) {
      return new CallerSet(false, Set.of(id(text)), Set.of());
    }
    if (text.startsWith("gid:")) {
      return new CallerSet(false, Set.of(), Set.of(id(text)));
    }
    throw new IllegalArgumentException("callers are uid:N, gid:N or everyone, not '" + text + "'");
  }

  private static long id(String text) {
    String digits = text.substring(4);
    if (digits.matches("0|[1-9][0-9]{0,9}")) {
      long id = Long.parseLong(digits);
      if (id <= MAX_ID) {
        return id;
      }
    }
    throw new IllegalArgumentException("'" + text + "' has no id from 0 to " + MAX_ID);
  }
}
