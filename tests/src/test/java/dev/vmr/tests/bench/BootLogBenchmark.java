package dev.vmr.tests.bench;

import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RunningBank;
import dev.vmr.verify.bootlog.BootLogs;
import dev.vmr.verify.event.MeasurementLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * CCEL areas of 256 KiB read, replayed and checked per second, beside the hashing alone that their
 * events need: each event's data once, and two digests for the register.
 */
final class BootLogBenchmark {
  private static final int AREA = 256 << 10;
  private static final int EVENTS = 500;
  private static final int DATA = 400;
  private static final int ROUNDS = 7;
  private static final int TIMES = 100;
  private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;

  private BootLogBenchmark() {}

  /** A log of actions that fills almost all of an area. */
  static byte[] area() {
    byte[] area = new byte[AREA];
    Arrays.fill(area, (byte) 0xFF);
    ByteBuffer out = ByteBuffer.wrap(area).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(1).putInt(3).put(new byte[20]).putInt(33);
    out.put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII));
    out.putInt(0).put(new byte[] {0, 2, 0, 2}).putInt(1);
    out.putShort((short) 0xC).putShort((short) 48).put((byte) 0);
    Random random = new Random(1);
    for (int i = 0; i < EVENTS; i++) {
      byte[] data = new byte[DATA];
      for (int k = 0; k < DATA; k++) {
        data[k] = (byte) ('a' + random.nextInt(26));
      }
      out.putInt(1 + i % 3).putInt(0x8000_0007).putInt(1).putShort((short) 0xC);
      out.put(SHA384.hash(data).toByteArray()).putInt(DATA).put(data);
    }
    return area;
  }

  static void run() {
    byte[] area = area();
    double best = 0;
    double floor = 0;
    for (int round = 0; round < ROUNDS; round++) {
      floor = Math.max(floor, rate(() -> hash(area)));
      best = Math.max(best, rate(() -> read(area)));
    }
    System.out.printf(
        "CCEL of 256 KiB   %,12.0f logs/s      hashing alone %,12.0f   ratio %.2f%n",
        best, floor, best / floor);
  }

  private static double rate(Runnable work) {
    long start = System.nanoTime();
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
    return TIMES / ((System.nanoTime() - start) / 1e9);
  }

  private static void read(byte[] area) {
    MeasurementLog log = BootLogs.read(area);
    if (log.events().size() != EVENTS + 1 || !log.sound()) {
      throw new IllegalStateException("the log was not read: " + log.findings());
    }
  }

  private static void hash(byte[] area) {
    RunningBank bank = new RunningBank(SHA384);
    for (int i = 0; i < EVENTS; i++) {
      bank.extendByHashOf(area, 66 + i * (66 + DATA), DATA);
    }
  }
}
