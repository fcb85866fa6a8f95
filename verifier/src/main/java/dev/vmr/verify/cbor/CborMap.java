package dev.vmr.verify.cbor;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a map in their order, no key twice; immutable. */
public final class CborMap {
  /** A key, which is an integer, a text or a byte string, and its value. */
  public record Entry(CborItem key, CborItem value) {}

  private final int offset;
  private final List<Entry> entries;

  CborMap(int offset, List<Entry> entries) {
    this.offset = offset;
    this.entries = ImmutableList.copyOf(entries);
  }

  /**
   * A map of these entries.
   *
   * @throws IllegalArgumentException when a key is there twice or is of another kind than a key's
   */
  public static CborMap of(List<Entry> entries) {
    int unfit = CborKeys.firstUnfit(entries);
    if (unfit >= 0) {
      throw new IllegalArgumentException(
          "entry " + unfit + " has a key that is there already or is none");
    }
    return new CborMap(0, entries);
  }

  /** The entries. */
  public List<Entry> entries() {
    return entries;
  }

  /** The value of an integer key. */
  public Optional<CborItem> get(long key) {
    return find(Cbor.integer(key));
  }

  /** The value of a text key. */
  public Optional<CborItem> get(String key) {
    return find(Cbor.text(key));
  }

  /** The value of an integer key that must be there. */
  public CborItem require(long key) throws CborFormatException {
    return get(key).orElseThrow(() -> new CborFormatException(offset, "no key " + key));
  }

  /** The value of a text key that must be there. */
  public CborItem require(String key) throws CborFormatException {
    return get(key).orElseThrow(() -> new CborFormatException(offset, "no key '" + key + "'"));
  }

  private Optional<CborItem> find(CborItem key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CborMap that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** How many there are, never what, which may be anything. */
  @Override
  public String toString() {
    return entries.size() + " entries at offset " + offset;
  }
}
