package dev.vmr.tests.bench;

import dev.vmr.ima.ImaListReplay;
import dev.vmr.ima.ImaReplay;
import dev.vmr.ima.ImaSink;
import dev.vmr.register.HashAlgorithm;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** What a replay is made of, in this process and once it is compiled: the median of the rounds. */
final class ImaFloor {
  private static final int ROUNDS = 9;
  private static final Set<HashAlgorithm> BANKS =
      EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256);

  private ImaFloor() {}

  /** Prints it. Data is as many bytes as each entry has of it. */
  static void run(Path list, int entries, int data) throws Exception {
    double hashing = seconds(() -> hash(entries, data));
    double one =
        seconds(
            () -> {
              ImaReplay replay = new ImaReplay(BANKS, false, true);
              read(list, replay);
              return replay.entries();
            });
    double parallel = seconds(() -> ImaListReplay.of(list, BANKS, false).entries());
    System.out.printf(
        "  in process      %12.3f s            its hashing %7.3f   ratio %.2f%n",
        one, hashing, one / hashing);
    System.out.printf(
        "  on threads      %12.3f s            one thread  %7.3f   ratio %.2f%n",
        parallel, one, one / parallel);
    double digest = seconds(() -> digest(list));
    long[] bytes = {0};
    double parse =
        seconds(
            () -> {
              read(list, entry -> bytes[0] += entry.size());
              return bytes[0];
            });
    System.out.printf(
        "  parsing         %12.3f s            read, hash  %7.3f   ratio %.2f (<= 2)%n",
        parse, digest, parse / digest);
  }

  private static void read(Path list, ImaSink sink) throws Exception {
    try (InputStream in = new FileInputStream(list.toFile())) {
      ImaListReplay.read(in, sink);
    }
  }

  /** The hashes that a replay cannot do without: of each entry's data, and of each extension. */
  private static int hash(int entries, int data) throws Exception {
    byte[] entry = new byte[data];
    int last = 0;
    for (HashAlgorithm bank : BANKS) {
      MessageDigest hash = bank.newMessageDigest();
      int size = bank.size();
      byte[] both = new byte[2 * size];
      for (int i = 0; i < entries; i++) {
        hash.update(entry);
        hash.digest(both, size, size);
        hash.update(both);
        hash.digest(both, 0, size);
      }
      last += both[0];
    }
    return last;
  }

  /** Reads the list and hashes it as a whole. */
  private static int digest(Path list) throws Exception {
    MessageDigest sha256 = HashAlgorithm.SHA256.newMessageDigest();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = new FileInputStream(list.toFile())) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return sha256.digest()[0];
  }

  private static double seconds(Callable<?> work) throws Exception {
    double[] seconds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      work.call();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }
}
