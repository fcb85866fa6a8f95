package dev.vmr.ima;

import dev.vmr.register.HashAlgorithm;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Replays a list that is a file. */
public final class ImaListReplay {
  private ImaListReplay() {}

  /**
   * Replays a list in whichever form it has, in several banks on several threads.
   *
   * @param banks at least one
   * @param padding whether to replay by the padded rule as well
   * @throws ImaFormatException when it is truncated or malformed
   * @throws IOException when it cannot be read
   */
  public static ImaReplay of(Path file, Set<HashAlgorithm> banks, boolean padding)
      throws ImaFormatException, IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    if (banks.size() > 1 && processors > 1 && Files.isRegularFile(file)) {
      return new ParallelReplay(file, banks, padding).run(Math.min(banks.size() - 1, processors));
    }
    ImaReplay replay = new ImaReplay(banks, padding, true);
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
