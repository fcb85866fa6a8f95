package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
 * Replays a list that is a file, each bank on a thread of its own: hashing is what takes the time,
 * and to read the file again for each bank costs little beside it.
 */
public final class ImaListReplay {
  private ImaListReplay() {}

  /**
   * Replays a list in whichever form it has.
   *
   * @param banks at least one
   * @param padding whether to replay by the padded rule as well
   * @throws ImaFormatException when it is truncated or malformed
   * @throws IOException when it cannot be read
   */
  public static ImaReplay of(Path file, Set<HashAlgorithm> banks, boolean padding)
      throws ImaFormatException, IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    if (banks.size() == 1 || processors == 1 || !Files.isRegularFile(file)) {
      return one(file, banks, padding, true);
    }
    List<Future<ImaReplay>> parts = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(banks.size(), processors));
    try {
      boolean first = true;
      for (HashAlgorithm bank : banks) {
        boolean checking = first;
        parts.add(threads.submit(() -> one(file, EnumSet.of(bank), padding, checking)));
        first = false;
      }
      ImaReplay all = get(parts.get(0));
      for (Future<ImaReplay> part : parts.subList(1, parts.size())) {
        all = all.and(get(part));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static ImaReplay get(Future<ImaReplay> part) throws ImaFormatException, IOException {
    try {
      return part.get();
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

  private static ImaReplay one(
      Path file, Set<HashAlgorithm> banks, boolean padding, boolean checking)
      throws ImaFormatException, IOException {
    ImaReplay replay = new ImaReplay(banks, padding, checking);
    try (InputStream in = new FileInputStream(file.toFile())) {
      read(in, replay);
    }
    return replay;
  }

  /**
   * Reads a list in whichever form it has.
   *
   * @throws ImaFormatException when it is truncated or malformed; the entries before were given
   */
  public static void read(InputStream list, ImaSink sink) throws ImaFormatException, IOException {
    ImaReader.of(list).forEach(sink);
  }
}
