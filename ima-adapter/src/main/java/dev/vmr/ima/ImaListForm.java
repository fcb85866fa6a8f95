package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a binary list is written (docs/ima.md, section 1).
 *
 * @param order of its numbers
 * @param algorithm of its template digests
 */
public record ImaListForm(ByteOrder order, HashAlgorithm algorithm) {
  /** The traditional list of a little-endian machine. */
  public static final ImaListForm USUAL =
      new ImaListForm(ByteOrder.LITTLE_ENDIAN, HashAlgorithm.SHA1);

  static final int MAX_PCR = 23;
  static final int MAX_NAME = 255;
  private static final List<HashAlgorithm> SIZES =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384, HashAlgorithm.SHA512);

  /** How many bytes {@link #recognise} looks at. */
  static final int HEAD = 4 + 64 + 4 + MAX_NAME;

  /** The form of a list that begins with these bytes; empty when it is none. */
  static Optional<ImaListForm> recognise(byte[] head, int offset, int length) {
    for (HashAlgorithm algorithm : SIZES) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        ImaListForm form = new ImaListForm(order, algorithm);
        if (form.fits(head, offset, length)) {
          return Optional.of(form);
        }
      }
    }
    return Optional.empty();
  }

  private boolean fits(byte[] head, int offset, int length) {
    int at = 4 + algorithm.size();
    if (length < at + 4) {
      return false;
    }
    long pcr = number(head, offset);
    long name = number(head, offset + at);
    return pcr <= MAX_PCR
        && name >= 1
        && name <= MAX_NAME
        && length >= at + 4 + name
        && isPrintable(head, offset + at + 4, (int) name);
  }

  /**
   * The algorithms whose digests have that size, the usual one first.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<HashAlgorithm> ofSize(int size) {
    List<HashAlgorithm> algorithms = new ArrayList<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.size() == size && (algorithms.isEmpty() || isAvailable(algorithm))) {
        algorithms.add(algorithm);
      }
    }
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("no hash has a digest of " + size + " bytes");
    }
    return algorithms;
  }

  private static boolean isAvailable(HashAlgorithm algorithm) {
    try {
      algorithm.newMessageDigest();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * The form in which the template digest of {@code entry} is the hash of its data: digests of
   * different algorithms have the same size. This form when there is none.
   */
  ImaListForm refined(ImaEntry entry) {
    for (HashAlgorithm candidate : ofSize(algorithm.size())) {
      if (entry.templateDigestIn(candidate).equals(entry.hash(candidate))) {
        return new ImaListForm(order, candidate);
      }
    }
    return this;
  }

  static boolean isPrintable(byte[] data, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (data[i] <= ' ' || data[i] > '~') {
        return false;
      }
    }
    return true;
  }

  /** The unsigned number at a place. */
  long number(byte[] data, int at) {
    int number =
        order == ByteOrder.LITTLE_ENDIAN
            ? (data[at] & 0xFF)
                | (data[at + 1] & 0xFF) << 8
                | (data[at + 2] & 0xFF) << 16
                | data[at + 3] << 24
            : data[at] << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | (data[at + 3] & 0xFF);
    return Integer.toUnsignedLong(number);
  }
}
