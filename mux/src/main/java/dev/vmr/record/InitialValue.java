package dev.vmr.record;

import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The value that a virtual register begins with, in every bank: {@code init/<xx>}
 * (docs/log-format.md, section 3).
 *
 * @param code FF for bytes that are all FF; 0 for zeros; 1 to 4 for zeros that end in that byte, as
 *     TPM PCR 0 begins after a Startup at that locality
 */
public record InitialValue(int code) {
  private static final int ALL_ONES = 0xFF;
  private static final int MAX_LOCALITY = 4;
  static final String PREFIX = "init/";

  /** Every byte is 00: what a register begins with unless it is defined otherwise. */
  public static final InitialValue ZEROS = new InitialValue(0);

  /** Every byte is FF, as the PCRs of a dynamic launch begin. */
  public static final InitialValue ONES = new InitialValue(ALL_ONES);

  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException when it is neither FF nor 0 to 4
   */
  public InitialValue {
    if (code != ALL_ONES && (code < 0 || code > MAX_LOCALITY)) {
      throw new IllegalArgumentException("an initial value is ff or 00 to 04");
    }
  }

  /** The value that the current word spells. */
  static InitialValue parse(Words words) throws RecordFormatException {
    String word = words.word();
    for (int code : new int[] {0, 1, 2, 3, MAX_LOCALITY, ALL_ONES}) {
      InitialValue value = new InitialValue(code);
      if (value.format().equals(word)) {
        return value;
      }
    }
    throw words.problem("an initial value is init/ff or init/00 to init/04");
  }

  /** The initial value of which {@code digest} is one bank, if it is one at all. */
  public static Optional<InitialValue> matching(Digest digest) {
    byte[] bytes = digest.toByteArray();
    int code = bytes[bytes.length - 1] & 0xFF;
    if (code != ALL_ONES && code > MAX_LOCALITY) {
      return Optional.empty();
    }
    InitialValue candidate = new InitialValue(code);
    return candidate.in(digest.algorithm()).equals(digest)
        ? Optional.of(candidate)
        : Optional.empty();
  }

  /** The value in one bank. */
  public Digest in(HashAlgorithm algorithm) {
    if (code == 0 || code == ALL_ONES) {
      return Digest.filled(algorithm, code);
    }
    byte[] value = new byte[algorithm.size()];
    value[value.length - 1] = (byte) code;
    return Digest.of(algorithm, value);
  }

  /** {@code init/<xx>}. */
  public String format() {
    return PREFIX + HexFormat.of().toHexDigits((byte) code);
  }
}
