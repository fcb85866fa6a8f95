package dev.vmr.verify.bootlog;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads events one by one (docs/bootlog.md, sections 1, 2 and 4). */
final class BootLogReader {
  private static final int MAX_DATA = 16 << 20;
  private static final int MAX_ALGORITHMS = 16;
  private static final int MAX_DIGEST = 64;
  private static final int CHUNK = 1 << 16;
  private static final byte[] SPEC_ID = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);

  /** Where the number of algorithms stands in the data of the first event. */
  private static final int ALGORITHMS = SPEC_ID.length + 8;

  private final InputStream in;
  private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
  private long offset;
  private boolean first = true;

  BootLogReader(InputStream in) {
    this.in = in;
  }

  /** The algorithms of the log that are known here. */
  List<HashAlgorithm> banks() {
    if (sizes.isEmpty()) {
      return List.of(HashAlgorithm.SHA1);
    }
    return sizes.keySet().stream().flatMap(id -> HashAlgorithm.ofTcgId(id).stream()).toList();
  }

  /**
   * The next event, or null at the end.
   *
   * @throws BootLogException with the offset at which the log cannot be read any further
   */
  @Nullable BootEvent next() throws BootLogException, IOException {
    long at = offset;
    byte[] head = in.readNBytes(8);
    if (head.length == 0 || isFiller(head)) {
      return null;
    }
    if (head.length < 8) {
      throw new BootLogException(at, "the log ends inside an event");
    }
    offset += head.length;
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int pcr = fields.getInt();
    int type = fields.getInt();
    if ((pcr < 0 || pcr >= 24) && !(pcr == -1 && type == BootEvent.NO_ACTION)) {
      throw new BootLogException(at, "there is no PCR " + Integer.toUnsignedString(pcr));
    }
    boolean old = first || sizes.isEmpty();
    List<Digest> digests = old ? List.of(oldDigest()) : digests(at);
    byte[] data = data(at);
    BootEvent event = new BootEvent(pcr, type, digests, data);
    if (first) {
      first = false;
      if (type == BootEvent.NO_ACTION && event.begins(SPEC_ID)) {
        readAlgorithms(data, at);
      }
    }
    return event;
  }

  private static boolean isFiller(byte[] head) {
    byte fill = head[0];
    boolean same = head.length == 8 && (fill == 0 || fill == -1);
    for (byte b : head) {
      same &= b == fill;
    }
    return same;
  }

  private void readAlgorithms(byte[] data, long at) throws BootLogException {
    ByteBuffer fields = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    if (data.length < ALGORITHMS + 4) {
      throw new BootLogException(at, "the first event is too short");
    }
    long count = Integer.toUnsignedLong(fields.position(ALGORITHMS).getInt());
    if (count < 1 || count > MAX_ALGORITHMS || fields.remaining() < 4 * count) {
      throw new BootLogException(at, "the first event has an impossible number of algorithms");
    }
    for (long i = 0; i < count; i++) {
      int id = Short.toUnsignedInt(fields.getShort());
      int size = Short.toUnsignedInt(fields.getShort());
      int known = HashAlgorithm.ofTcgId(id).map(HashAlgorithm::size).orElse(size);
      if (size < 1 || size > MAX_DIGEST || size != known || sizes.put(id, size) != null) {
        throw new BootLogException(
            at, "algorithm " + Integer.toHexString(id) + " has an impossible digest size");
      }
    }
  }

  private Digest oldDigest() throws BootLogException, IOException {
    return Digest.of(HashAlgorithm.SHA1, bytes(HashAlgorithm.SHA1.size()));
  }

  private List<Digest> digests(long at) throws BootLogException, IOException {
    long count = number();
    if (count > sizes.size()) {
      throw new BootLogException(at, "an event has at most " + sizes.size() + " digests");
    }
    List<Digest> digests = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (long i = 0; i < count; i++) {
      byte[] id = bytes(2);
      int algorithm = (id[0] & 0xFF) | (id[1] & 0xFF) << 8;
      Integer size = sizes.get(algorithm);
      if (size == null || !seen.add(algorithm)) {
        throw new BootLogException(
            at, "algorithm " + Integer.toHexString(algorithm) + " is not expected here");
      }
      byte[] digest = bytes(size);
      HashAlgorithm.ofTcgId(algorithm).ifPresent(known -> digests.add(Digest.of(known, digest)));
    }
    return digests;
  }

  private byte[] data(long at) throws BootLogException, IOException {
    long size = number();
    if (size > MAX_DATA) {
      throw new BootLogException(at, "the data of an event has at most 16 MiB, not " + size);
    }
    byte[] data = new byte[(int) Math.min(size, CHUNK)];
    int have = 0;
    while (have < size) { // never more memory than bytes that came, but for one chunk
      if (have == data.length) {
        data = Arrays.copyOf(data, (int) Math.min(size, 2L * data.length));
      }
      int count = in.readNBytes(data, have, data.length - have);
      if (count == 0) {
        throw new BootLogException(at, "the log ends inside an event");
      }
      have += count;
    }
    offset += size;
    return data;
  }

  private long number() throws BootLogException, IOException {
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  private byte[] bytes(int size) throws BootLogException, IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new BootLogException(offset, "the log ends inside an event");
    }
    offset += size;
    return bytes;
  }
}
