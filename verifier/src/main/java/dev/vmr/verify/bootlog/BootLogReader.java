package dev.vmr.verify.bootlog;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads events one by one (docs/bootlog.md, sections 1, 2 and 4). */
final class BootLogReader {
  static final byte[] SPEC_ID = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_ALGORITHMS = 16;
  private static final int MAX_DIGEST = 64;
  private static final int MAX_INDEX = 23;
  private static final int HEAD = 8;

  /** Where the number of algorithms stands in the data of the first event. */
  private static final int ALGORITHMS = SPEC_ID.length + 8;

  private final byte[] log;
  private final ByteBuffer fields;
  private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
  private boolean first = true;

  /**
   * Begins before the first event.
   *
   * @param headless whether the log has no first event that gives the algorithms
   */
  BootLogReader(byte[] log, boolean headless) {
    this.log = log;
    this.fields = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    if (headless) {
      first = false;
      for (HashAlgorithm algorithm : HashAlgorithm.values()) {
        sizes.put(algorithm.tcgId(), algorithm.size());
      }
    }
  }

  /** Whether the log is in the old form; known behind the first event. */
  boolean old() {
    return sizes.isEmpty();
  }

  /** TPM_ALG_ID and digest size of the banks that the log says it has. */
  Map<Integer, Integer> sizes() {
    return sizes;
  }

  /** Where the next event begins. */
  int offset() {
    return fields.position();
  }

  /**
   * The next event, or null at the end.
   *
   * @throws BootLogException with the offset at which the log cannot be read any further
   */
  @Nullable RawEvent next() throws BootLogException {
    int at = fields.position();
    if (!fields.hasRemaining() || isFiller()) {
      return null;
    }
    need(HEAD, at);
    int index = fields.getInt();
    int type = fields.getInt();
    boolean none = index == -1 && type == EventType.EV_NO_ACTION.code();
    if ((index < 0 || index > MAX_INDEX) && !none) {
      throw BootLogException.malformed(at, "there is no PCR " + Integer.toUnsignedString(index));
    }
    List<Digest> digests = new ArrayList<>();
    int unknown = 0;
    if (first || sizes.isEmpty()) {
      digests.add(digest(HashAlgorithm.SHA1, at));
    } else {
      unknown = digests(digests, at);
    }
    need(4, at);
    long size = Integer.toUnsignedLong(fields.getInt());
    need(size, at);
    int from = fields.position();
    fields.position(from + (int) size);
    if (first) {
      first = false;
      if (type == EventType.EV_NO_ACTION.code() && begins(from, size)) {
        readAlgorithms(from, fields.position());
      }
    }
    return new RawEvent(at, index, type, digests, unknown, from, fields.position());
  }

  private void need(long size, int at) throws BootLogException {
    if (size > fields.remaining()) {
      throw BootLogException.truncated(at);
    }
  }

  private boolean isFiller() {
    int at = fields.position();
    if (fields.remaining() < HEAD || (log[at] != 0 && log[at] != -1)) {
      return false;
    }
    for (int i = 1; i < HEAD; i++) {
      if (log[at + i] != log[at]) {
        return false;
      }
    }
    return true;
  }

  /** Where, behind the end, something begins that is no filler; -1 when nothing does. */
  int behindEnd() {
    for (int i = fields.position(); i < log.length; i++) {
      if (log[i] != log[fields.position()]) {
        return i;
      }
    }
    return -1;
  }

  private boolean begins(int from, long size) {
    if (size < SPEC_ID.length) {
      return false;
    }
    for (int i = 0; i < SPEC_ID.length; i++) {
      if (log[from + i] != SPEC_ID[i]) {
        return false;
      }
    }
    return true;
  }

  private void readAlgorithms(int from, int to) throws BootLogException {
    ByteBuffer data = fields.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(to).position(from);
    if (data.remaining() < ALGORITHMS + 4) {
      throw BootLogException.malformed(from, "the first event is too short");
    }
    long count = Integer.toUnsignedLong(data.position(from + ALGORITHMS).getInt());
    if (count < 1 || count > MAX_ALGORITHMS || data.remaining() < 4 * count) {
      throw BootLogException.malformed(
          from, "the first event has an impossible number of algorithms");
    }
    for (long i = 0; i < count; i++) {
      int id = Short.toUnsignedInt(data.getShort());
      int size = Short.toUnsignedInt(data.getShort());
      int known = HashAlgorithm.ofTcgId(id).map(HashAlgorithm::size).orElse(size);
      if (size < 1 || size > MAX_DIGEST || size != known || sizes.put(id, size) != null) {
        throw BootLogException.malformed(
            from, "algorithm " + Integer.toHexString(id) + " has an impossible digest size");
      }
    }
  }

  private Digest digest(HashAlgorithm algorithm, int at) throws BootLogException {
    need(algorithm.size(), at);
    Digest digest = Digest.of(algorithm, log, fields.position());
    fields.position(fields.position() + algorithm.size());
    return digest;
  }

  private int digests(List<Digest> digests, int at) throws BootLogException {
    need(4, at);
    long count = Integer.toUnsignedLong(fields.getInt());
    if (count > sizes.size()) {
      throw BootLogException.malformed(
          at, "an event has at most " + sizes.size() + " digests, not " + count);
    }
    Set<Integer> seen = new HashSet<>();
    int unknown = 0;
    for (long i = 0; i < count; i++) {
      need(2, at);
      int id = Short.toUnsignedInt(fields.getShort());
      Integer size = sizes.get(id);
      if (size == null || !seen.add(id)) {
        throw BootLogException.malformed(
            at, "algorithm " + Integer.toHexString(id) + " is not expected here");
      }
      HashAlgorithm known = HashAlgorithm.ofTcgId(id).orElse(null);
      if (known != null) {
        digests.add(digest(known, at));
      } else {
        need(size, at);
        fields.position(fields.position() + size);
        unknown++;
      }
    }
    return unknown;
  }
}
