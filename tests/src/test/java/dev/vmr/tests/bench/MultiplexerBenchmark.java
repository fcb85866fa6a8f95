package dev.vmr.tests.bench;

import dev.vmr.mux.Multiplexer;
import dev.vmr.platform.SimulatedPlatform;
import dev.vmr.record.Extend;
import dev.vmr.register.Digest;
import dev.vmr.register.HashAlgorithm;
import dev.vmr.register.RegisterName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Extensions per second through the multiplexer, by one caller and by sixteen. */
final class MultiplexerBenchmark {
  private static final long NANOS = 2_000_000_000L;

  private MultiplexerBenchmark() {}

  static void run(Path folder) throws Exception {
    UUID boot = UUID.randomUUID();
    try (SimulatedPlatform platform = SimulatedPlatform.open(folder.resolve("platform"), boot);
        Multiplexer multiplexer =
            Multiplexer.open(
                platform.register(new RegisterName("rtmr3")).orElseThrow(),
                folder.resolve("mux.log"),
                boot,
                false)) {
      extend(multiplexer, 16); // warm-up
      double one = extend(multiplexer, 1);
      double sixteen = extend(multiplexer, 16);
      System.out.printf(
          "multiplexer       %,12.0f extends/s by 1 caller, %,12.0f by 16 (>= 100,000)%n",
          one, sixteen);
    }
  }

  private static double extend(Multiplexer multiplexer, int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Future<Long>> counts = new ArrayList<>();
    long start = System.nanoTime();
    for (int caller = 0; caller < callers; caller++) {
      RegisterName name = new RegisterName("mr_" + caller);
      Digest digest = Digest.filled(HashAlgorithm.SHA384, caller);
      counts.add(
          threads.submit(
              () -> {
                long count = 0;
                while (System.nanoTime() - start < NANOS) {
                  multiplexer.submit(new Extend(name, List.of(digest), null));
                  count++;
                }
                return count;
              }));
    }
    long total = 0;
    for (Future<Long> count : counts) {
      total += count.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    return total / seconds;
  }
}
