package dev.vmr.ima;

import com.google.common.collect.Iterables;
import dev.vmr.register.HashAlgorithm;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Replays each bank on a thread of its own, for banks do not depend on each other. Hashing is what
 * takes the time: that each thread reads the file for itself costs less than to hand entries over.
 */
final class ParallelReplay {
  /**
   * So many entries are replayed in all banks before there are threads. A short list needs none;
   * and before the JVM has compiled the code two threads are slower than one, as they count every
   * call of it in the same place.
   */
  private static final int ALONE = 16_384;

  private final Path file;
  private final List<ImaReplay> banks = new ArrayList<>();

  /** Of a file that can be read more than once. */
  ParallelReplay(Path file, Set<HashAlgorithm> banks, boolean padding) {
    this.file = file;
    for (HashAlgorithm bank : banks) {
      this.banks.add(new ImaReplay(EnumSet.of(bank), padding, this.banks.isEmpty()));
    }
  }

  /**
   * The replay in all banks.
   *
   * @param threads beside the calling one
   */
  ImaReplay run(int threads) throws ImaFormatException, IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      ImaReader reader = ImaReader.of(in);
      for (int i = 0; i < ALONE; i++) {
        ImaEntry entry = reader.next();
        if (entry == null) {
          return merged();
        }
        banks.forEach(bank -> bank.entry(entry));
      }
      onThreads(reader, threads);
    }
    return merged();
  }

  private void onThreads(ImaReader reader, int threads) throws ImaFormatException, IOException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> others = new ArrayList<>();
      for (ImaReplay bank : Iterables.skip(banks, 1)) {
        others.add(
            pool.submit(
                () -> {
                  readOn(bank);
                  return null;
                }));
      }
      reader.forEach(banks.get(0));
      for (Future<?> other : others) {
        await(other);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Replays what comes behind the first entries. */
  private void readOn(ImaReplay bank) throws ImaFormatException, IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      ImaReader reader = ImaReader.of(in);
      for (int i = 0; i < ALONE && reader.next() != null; i++) {}
      reader.forEach(bank);
    }
  }

  private ImaReplay merged() {
    ImaReplay all = banks.get(0);
    for (ImaReplay bank : Iterables.skip(banks, 1)) {
      all = all.and(bank);
    }
    return all;
  }

  private static void await(Future<?> bank) throws ImaFormatException, IOException {
    try {
      bank.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ImaFormatException format) {
        throw format;
      }
      if (cause instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(cause);
    }
  }
}
