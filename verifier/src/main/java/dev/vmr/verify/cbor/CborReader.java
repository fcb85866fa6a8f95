package dev.vmr.verify.cbor;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads data items from untrusted bytes (docs/quotes.md, section 2). Nothing is allocated for a
 * length before that many bytes are there. Used by one thread.
 */
public final class CborReader {
  /** How much freedom the writer had. */
  public enum Mode {
    /** Any well-formed encoding: longer heads and indefinite lengths too. */
    WELL_FORMED,
    /** The one deterministic encoding (RFC 8949, section 4.2.1). */
    DETERMINISTIC
  }

  private final byte[] bytes;
  private final CborScanner in;
  private final CborLimits limits;
  private int itemsLeft;

  /** Reads {@code bytes}, which nobody may change meanwhile. */
  public CborReader(byte[] bytes, Mode mode, CborLimits limits) {
    this.bytes = bytes;
    this.in = new CborScanner(bytes, mode);
    this.limits = limits;
  }

  /**
   * The one item that the bytes are.
   *
   * @throws CborFormatException with offset and reason when they are none, or more than one
   */
  public static CborItem parse(byte[] bytes, Mode mode) throws CborFormatException {
    CborReader reader = new CborReader(bytes, mode, CborLimits.DEFAULT);
    CborItem item = reader.readItem();
    if (!reader.atEnd()) {
      throw new CborFormatException(reader.position(), "bytes follow the data item");
    }
    return item;
  }

  /** Where the next item begins. */
  public int position() {
    return in.position();
  }

  /** Whether there is nothing more. */
  public boolean atEnd() {
    return in.atEnd();
  }

  /** The next item, whole. */
  public CborItem readItem() throws CborFormatException {
    itemsLeft = limits.items();
    return item(0);
  }

  /**
   * Enters an array, for one that is too long to hold: its elements are the next items.
   *
   * @return how many there are; -1 when {@link #readBreak} says where it ends
   */
  public long readArrayHead() throws CborFormatException {
    int at = in.position();
    int initial = in.next();
    if (initial >>> 5 != 4) {
      throw new CborFormatException(at, "an array expected");
    }
    int information = initial & 31;
    return in.indefinite(at, information) ? -1 : in.argument(at, 4, information);
  }

  /** Takes the break that ends an indefinite array, if it is the next. */
  public boolean readBreak() {
    return in.takeBreak();
  }

  private CborItem item(int depth) throws CborFormatException {
    int at = in.position();
    if (depth > limits.depth()) {
      throw new CborFormatException(at, "nested deeper than " + limits.depth());
    }
    if (itemsLeft-- == 0) {
      throw new CborFormatException(at, "more than " + limits.items() + " data items");
    }
    int initial = in.next();
    int major = initial >>> 5;
    int information = initial & 31;
    return switch (major) {
      case 0 -> made(CborItem.Kind.INTEGER, in.argument(at, major, information), "", at);
      case 1 -> made(CborItem.Kind.INTEGER, -1 - in.argument(at, major, information), "", at);
      case 2 -> made(CborItem.Kind.BYTES, 0, in.string(at, major, information), at);
      case 3 ->
          made(CborItem.Kind.TEXT, 0, CborScanner.text(at, in.string(at, major, information)), at);
      case 4 -> made(CborItem.Kind.ARRAY, 0, elements(at, information, depth), at);
      case 5 -> made(CborItem.Kind.MAP, 0, entries(at, information, depth), at);
      case 6 -> {
        long tag = in.argument(at, major, information);
        yield made(CborItem.Kind.TAG, tag, item(depth + 1), at);
      }
      default -> made(CborItem.Kind.SIMPLE, simple(at, information), "", at);
    };
  }

  private CborItem made(CborItem.Kind kind, long number, Object content, int at) {
    return new CborItem(kind, number, content, at, in.position());
  }

  private long simple(int at, int information) throws CborFormatException {
    if (information < 24) {
      return information;
    }
    if (information == 24) {
      int value = in.next();
      if (value < 32) {
        throw new CborFormatException(at, "a simple value below 32 in two bytes");
      }
      return value;
    }
    throw new CborFormatException(
        at, information == 31 ? "a break with nothing to end" : "floats are not read");
  }

  private List<CborItem> elements(int at, int information, int depth) throws CborFormatException {
    boolean open = in.indefinite(at, information);
    long count = open ? Long.MAX_VALUE : in.argument(at, 4, information);
    List<CborItem> elements = new ArrayList<>();
    while (elements.size() < count && !(open && readBreak())) {
      elements.add(item(depth + 1));
    }
    return ImmutableList.copyOf(elements);
  }

  private CborMap entries(int at, int information, int depth) throws CborFormatException {
    boolean open = in.indefinite(at, information);
    long count = open ? Long.MAX_VALUE : in.argument(at, 5, information);
    List<CborMap.Entry> entries = new ArrayList<>();
    int previous = -1;
    while (entries.size() < count && !(open && readBreak())) {
      CborItem key = item(depth + 1);
      if (in.isDeterministic() && previous >= 0) {
        order(entries.get(previous).key(), key);
      }
      previous++;
      entries.add(new CborMap.Entry(key, item(depth + 1)));
    }
    int unfit = CborKeys.firstUnfit(entries);
    if (unfit >= 0) {
      CborItem key = entries.get(unfit).key();
      throw new CborFormatException(key.offset(), "a key that is there twice or is none");
    }
    return new CborMap(at, entries);
  }

  private void order(CborItem before, CborItem key) throws CborFormatException {
    if (Arrays.compareUnsigned(bytes, before.offset(), before.end(), bytes, key.offset(), key.end())
        >= 0) {
      throw new CborFormatException(key.offset(), "a key that is not in its order");
    }
  }
}
