package dev.vmr.tests.hostile;

import com.google.common.primitives.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils commands by chance, and mostly so that they are still read beyond their header. */
final class Mutations {
  private static final int SIZE_AT = 2;
  private static final int HEADER = 10;

  /** More than a TPM takes. */
  private static final int MAX_SIZE = 5000;

  private static final int[] LIMITS_16 = {0, 1, 2, 0x3F, 0x40, 0x41, 0x400, 0x7FFF, 0x8000, 0xFFFF};
  private static final int[] LIMITS_32 = {
    0, 1, 0x10, 0x1000, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFF6
  };

  /** PCRs, NV indexes, sessions, the hierarchies, objects: what a handle can be. */
  private static final int[] HANDLES = {
    0,
    10,
    17,
    20,
    22,
    23,
    24,
    0x0150_0001,
    0x01FF_FFFF,
    0x0200_0000,
    0x0200_0001,
    0x0300_0000,
    0x0300_0001,
    0x03FF_FFFF,
    0x4000_0001,
    0x4000_0007,
    0x4000_0009,
    0x4000_000A,
    0x4000_000B,
    0x4000_000C,
    0x4000_000D,
    0x8000_0000,
    0x8000_0001,
    0x8000_0002,
    0x80FF_FFFF,
    0x8100_0001,
    0x9000_0000,
    0xFFFF_FFFF
  };

  private final Random random;
  private final List<byte[]> others;

  /**
   * Mutations that follow from the random numbers alone.
   *
   * @param others what parts may be taken from
   */
  Mutations(Random random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  /** A spoilt command; three of four say their size rightly. */
  byte[] of(byte[] command) {
    byte[] result = plain(command);
    if (result.length >= HEADER && random.nextInt(4) != 0) {
      ByteBuffer.wrap(result).putInt(SIZE_AT, result.length);
    }
    return result;
  }

  /** A spoilt message, whatever it is. */
  byte[] plain(byte[] message) {
    byte[] result = message.clone();
    for (int i = Math.max(1, random.nextInt(5) - 1); i > 0; i--) {
      result = once(result);
    }
    return result.length > MAX_SIZE ? Arrays.copyOf(result, MAX_SIZE) : result;
  }

  private int of(int[] values) {
    return values[random.nextInt(values.length)];
  }

  private byte[] once(byte[] bytes) {
    if (bytes.length == 0) {
      return random(1 + random.nextInt(20));
    }
    int at = random.nextInt(bytes.length);
    int end = at + random.nextInt(Math.min(64, bytes.length - at) + 1);
    return switch (random.nextInt(11)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 3 -> {
        int near = bytes.length - at + random.nextInt(5) - 2;
        yield put(bytes, at, 2, random.nextBoolean() ? of(LIMITS_16) : near);
      }
      case 4 -> {
        int near = bytes.length - at + random.nextInt(5) - 2;
        yield put(bytes, at, 4, random.nextBoolean() ? of(LIMITS_32) : near);
      }
      case 5 -> {
        int size = random.nextInt(random.nextInt(16) == 0 ? 4096 : 40);
        yield replaced(bytes, at, at, random.nextBoolean() ? random(size) : new byte[size]);
      }
      case 6 -> replaced(bytes, at, end, new byte[0]);
      case 7 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      case 8 -> {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length);
        int to = from + random.nextInt(Math.min(64, other.length - from) + 1);
        yield replaced(bytes, at, end, Arrays.copyOfRange(other, from, to));
      }
      case 9 -> {
        byte[] other = others.get(random.nextInt(others.size()));
        boolean known = random.nextBoolean() && other.length >= HEADER;
        int code = known ? ByteBuffer.wrap(other).getInt(6) : 0x11F + random.nextInt(0x80);
        yield put(bytes, HEADER - 4, 4, code);
      }
      default -> {
        int place = random.nextBoolean() ? HEADER : HEADER + 4 * random.nextInt(6);
        yield put(bytes, place, 4, of(HANDLES));
      }
    };
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A big-endian number, as far as there is room for it. */
  private static byte[] put(byte[] bytes, int at, int size, int value) {
    for (int i = 0; i < size && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> (8 * (size - 1 - i)));
    }
    return bytes;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] head = Arrays.copyOf(bytes, from);
    return Bytes.concat(head, by, Arrays.copyOfRange(bytes, to, bytes.length));
  }
}
