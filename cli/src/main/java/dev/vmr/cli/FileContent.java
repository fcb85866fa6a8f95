package dev.vmr.cli;

import dev.vmr.verify.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Files that are read whole, and what they are called. */
final class FileContent {
  /** No evidence that is read whole is larger. */
  static final int MAX_SIZE = 16 << 20;

  private static final int MAX_LABEL = 64;

  private FileContent() {}

  static byte[] read(Path file) throws IOException, EvidenceException {
    return read(file, MAX_SIZE);
  }

  static byte[] read(Path file, int limit) throws IOException, EvidenceException {
    try (InputStream in = Options.file(file).open()) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new EvidenceException(file + " has more than " + limit + " bytes");
      }
      return bytes;
    }
  }

  /** The name that findings give a file. */
  static String label(Path file) {
    StringBuilder label = new StringBuilder();
    String name = String.valueOf(file.getFileName());
    name.codePoints()
        .limit(MAX_LABEL)
        .forEach(c -> label.appendCodePoint(c > ' ' && c <= '~' ? c : '?'));
    return label.toString();
  }
}
